using System.IO.Compression;

namespace LiveOps.Core.Policies;

/// <summary>A document's text as it is kept: deflated (RFC 1951), some tenth of what it was.</summary>
public static class PolicyText
{
    /// <summary>The longest text of a document, in bytes.</summary>
    public const int MaxBytes = 1 << 20;

    /// <summary>Packs a text.</summary>
    public static byte[] Pack(ReadOnlySpan<byte> text)
    {
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            deflate.Write(text);
        return packed.ToArray();
    }

    /// <summary>The text that was packed.</summary>
    /// <exception cref="InvalidDataException">It is damaged, or longer than any text may be.</exception>
    public static byte[] Unpack(byte[] packed)
    {
        using var deflate = new DeflateStream(new MemoryStream(packed), CompressionMode.Decompress);
        byte[] text = new byte[MaxBytes + 1];
        int length = deflate.ReadAtLeast(text, text.Length, throwOnEndOfStream: false);
        return length <= MaxBytes ? text[..length] : throw new InvalidDataException("a document is longer than any may be");
    }
}
