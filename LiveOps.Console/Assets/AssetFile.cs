using System.IO.Compression;
using LiveOps.ServiceDefaults.Requests;

namespace LiveOps.Console.Assets;

/// <summary>A file as it is sent, in Brotli and gzip as well: what a browser takes.</summary>
internal sealed class AssetFile : IResult
{
    private const string Drawing = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="3" fill="#1d4ed8"/><path d="M3 11l3-4 3 2 4-6" fill="none" stroke="#fff" stroke-width="2"/></svg>""";

    /// <summary>The bytes of what stands in a browser's tab.</summary>
    public static byte[] IconBytes => System.Text.Encoding.UTF8.GetBytes(Drawing);

    /// <summary>What stands in a browser's tab.</summary>
    public static readonly AssetFile Icon = new("image/svg+xml", IconBytes);

    private readonly string _type;
    private readonly byte[] _plain, _brotli, _gzip;

    private AssetFile(string type, byte[] bytes)
    {
        (_type, _plain) = (type, bytes);
        using (var brotli = new MemoryStream())
        {
            using (var stream = new BrotliStream(brotli, CompressionLevel.SmallestSize))
                stream.Write(bytes);
            _brotli = brotli.ToArray();
        }

        using var gzip = new MemoryStream();
        using (var stream = new GZipStream(gzip, CompressionLevel.SmallestSize))
            stream.Write(bytes);
        _gzip = gzip.ToArray();
    }

    /// <summary>One of the assembly's files.</summary>
    public static AssetFile Read(string resource, string type) => new(type, Bytes(resource));

    /// <summary>Its bytes.</summary>
    public static byte[] Bytes(string resource)
    {
        using Stream stream = typeof(AssetFile).Assembly.GetManifestResourceStream(resource)!;
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        (string? encoding, byte[] bytes) = Choose(httpContext.Request.Headers.AcceptEncoding.ToString());
        HttpResponse response = httpContext.Response;
        response.Headers.CacheControl = "public, max-age=31536000, immutable";
        response.Headers.Vary = "Accept-Encoding";
        response.Headers.ContentEncoding = encoding;
        response.ContentType = _type;
        response.ContentLength = bytes.Length;
        return response.Body.WriteAsync(bytes, httpContext.RequestAborted).AsTask();
    }

    private (string? Encoding, byte[] Bytes) Choose(string accepted) =>
        accepted.Split(',').Any(one => one.Trim() == "br") ? ("br", _brotli)
        : accepted.Split(',').Any(one => one.Trim() == GzipAnswers.Name) ? (GzipAnswers.Name, _gzip)
        : (null, _plain);
}
