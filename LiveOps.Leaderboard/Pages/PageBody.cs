using System.Globalization;
using LiveOps.Core.Ids;
using LiveOps.ServiceDefaults.Requests;
using Microsoft.Extensions.Primitives;

namespace LiveOps.Leaderboard.Pages;

/// <summary>The bytes of an answer with the headers that go with them. The tag is a hash of the bytes: the same on every machine and after a restart.</summary>
internal sealed class PageBody(ReadOnlySpan<byte> json)
{
    private byte[]? _gzip;

    public byte[] Json { get; } = json.ToArray();

    /// <summary>The same compressed, once for all who ask.</summary>
    public byte[] Gzip => _gzip ??= GzipAnswers.Compress(Json);

    public string ETag { get; } = string.Create(CultureInfo.InvariantCulture, $"\"{(ulong)IdHash.Of(json):x16}\"");

    /// <summary>The compressed bytes' own: a strong tag is one representation's (RFC 9110, 8.8.3.3).</summary>
    public string GzipETag => $"{ETag.AsSpan(0, ETag.Length - 1)}-{GzipAnswers.Name}\"";

    /// <summary>Whether one of the <c>If-None-Match</c> values names this body (RFC 9110, 13.1.2: weakly compared, lists, <c>*</c>).</summary>
    public bool IsNamedBy(StringValues ifNoneMatch)
    {
        foreach (string? value in ifNoneMatch)
        {
            foreach (Range part in value.AsSpan().Split(','))
            {
                ReadOnlySpan<char> tag = value.AsSpan(part).Trim();
                if (tag.StartsWith("W/", StringComparison.Ordinal))
                    tag = tag[2..];
                if (tag is "*" || tag.SequenceEqual(ETag) || tag.SequenceEqual(GzipETag))
                    return true;
            }
        }

        return false;
    }
}
