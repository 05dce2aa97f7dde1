using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;

namespace LiveOps.Gateway.Bodies;

/// <summary>Inflates gzip bodies within a bound, so that a small body cannot become a large one.</summary>
internal static class Gzip
{
    private const int SmallestMember = 18; // a head of 10 bytes, a trailer of 8

    /// <summary>What became of inflating.</summary>
    public enum Outcome
    {
        Whole,
        TooLarge,
        Damaged,
    }

    /// <summary>Inflates into <paramref name="to"/>, at most <paramref name="limit"/> bytes.</summary>
    public static Outcome Inflate(ReadOnlyMemory<byte> body, int limit, ArrayBufferWriter<byte> to)
    {
        to.ResetWrittenCount();
        MemoryMarshal.TryGetArray(body, out ArraySegment<byte> segment);
        using var source = new MemoryStream(segment.Array ?? [], segment.Offset, segment.Count);
        using var gzip = new GZipStream(source, CompressionMode.Decompress);
        try
        {
            while (gzip.Read(to.GetSpan(4096)) is var n and > 0)
            {
                to.Advance(n);
                if (to.WrittenCount > limit)
                    return Outcome.TooLarge;
            }
        }
        catch (InvalidDataException)
        {
            return Outcome.Damaged;
        }

        return IsWhole(body.Span, to.WrittenSpan) ? Outcome.Whole : Outcome.Damaged;
    }

    // The stream ends without an error where it is cut, in its trailer too, and passes over what stands behind it. So the body must end in a trailer (RFC 1952,
    // 2.3.1): the checksum and the length of its last member, of which there is mostly one; the checksums of those before were compared while inflating.
    private static bool IsWhole(ReadOnlySpan<byte> body, ReadOnlySpan<byte> inflated)
    {
        if (body.Length < SmallestMember)
            return false;
        uint crc = BinaryPrimitives.ReadUInt32LittleEndian(body[^8..]), length = BinaryPrimitives.ReadUInt32LittleEndian(body[^4..]);
        return length > 0 && length <= inflated.Length && Crc32.Of(inflated[^(int)length..]) == crc;
    }
}
