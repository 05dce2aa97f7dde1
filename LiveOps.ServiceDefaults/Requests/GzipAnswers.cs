using System.Globalization;
using System.IO.Compression;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace LiveOps.ServiceDefaults.Requests;

/// <summary>Large answers, compressed for who asks (RFC 9110, 12.5.3). A small one is not worth it: it fits in one packet or two.</summary>
public static class GzipAnswers
{
    /// <summary>The smallest body that is compressed.</summary>
    public const int MinBytes = 4096;

    /// <summary>The encoding's name.</summary>
    public const string Name = "gzip";

    /// <summary>Whether a body of that length is to be compressed. Says in <c>Vary</c> that this depends on the request.</summary>
    public static bool IsWanted(HttpContext context, int length)
    {
        if (length < MinBytes)
            return false;
        context.Response.Headers.Append(HeaderNames.Vary, HeaderNames.AcceptEncoding);
        return Accepts(context.Request.Headers.AcceptEncoding);
    }

    /// <summary>The bytes, compressed.</summary>
    public static byte[] Compress(ReadOnlySpan<byte> body)
    {
        using var compressed = new MemoryStream(body.Length / 4);
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest))
            gzip.Write(body);
        return compressed.ToArray();
    }

    /// <summary>Whether a request takes gzip: by its name, or else by <c>*</c>, with any weight but 0.</summary>
    internal static bool Accepts(StringValues acceptEncoding)
    {
        bool? named = null, any = null;
        foreach (string? value in acceptEncoding)
        {
            foreach (Range part in value.AsSpan().Split(','))
            {
                ReadOnlySpan<char> coding = value.AsSpan(part), weight = "1";
                if (coding.IndexOf(';') is >= 0 and var end)
                {
                    weight = coding[(end + 1)..].Trim();
                    weight = weight.StartsWith("q=", StringComparison.OrdinalIgnoreCase) ? weight[2..] : "0";
                    coding = coding[..end];
                }

                bool taken = double.TryParse(weight, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double q) && q > 0;
                coding = coding.Trim();
                if (coding.Equals(Name, StringComparison.OrdinalIgnoreCase) || coding.Equals("x-gzip", StringComparison.OrdinalIgnoreCase))
                    named = taken;
                else if (coding is "*")
                    any = taken;
            }
        }

        return named ?? any ?? false;
    }
}
