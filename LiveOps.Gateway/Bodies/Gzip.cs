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

    /// <summary>Whether a body is whole, and inflates to no more than so many bytes, of which none are kept.</summary>
    public static Outcome Check(ReadOnlyMemory<byte> body, long limit)
    {
        if (body.Length < SmallestMember)
            return Outcome.Damaged;
        uint crc = BinaryPrimitives.ReadUInt32LittleEndian(body.Span[^8..]), length = BinaryPrimitives.ReadUInt32LittleEndian(body.Span[^4..]);
        try
        {
            (long total, uint found) = Sum(body, 0, limit);
            if (total > limit)
                return Outcome.TooLarge;
            if (length == 0) // nothing, or a last member without anything, as bgzip writes it
                return EndsEmpty(body.Span) ? Outcome.Whole : Outcome.Damaged;
            if (total > length) // of several members the trailer is the last one's
                (_, found) = Sum(body, total - length, limit);
            return length <= total && found == crc ? Outcome.Whole : Outcome.Damaged;
        }
        catch (InvalidDataException)
        {
            return Outcome.Damaged;
        }
    }

    // The one block of a member that holds nothing, compressed or stored, and its trailer. Zeros alone may be somebody's padding.
    private static ReadOnlySpan<byte> EmptyCompressed => [3, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    private static ReadOnlySpan<byte> EmptyStored => [1, 0, 0, 0xff, 0xff, 0, 0, 0, 0, 0, 0, 0, 0];

    private static bool EndsEmpty(ReadOnlySpan<byte> body) => body.EndsWith(EmptyCompressed) || body.EndsWith(EmptyStored);

    // How much there is, and the checksum of what stands behind the first bytes.
    private static (long Total, uint Crc) Sum(ReadOnlyMemory<byte> body, long from, long limit)
    {
        MemoryMarshal.TryGetArray(body, out ArraySegment<byte> segment);
        using var gzip = new GZipStream(new MemoryStream(segment.Array ?? [], segment.Offset, segment.Count), CompressionMode.Decompress);
        byte[] piece = ArrayPool<byte>.Shared.Rent(64 << 10);
        try
        {
            long total = 0;
            uint crc = 0;
            while (total <= limit && gzip.Read(piece) is var n and > 0)
            {
                int before = (int)Math.Clamp(from - total, 0, n);
                crc = Crc32.Append(crc, piece.AsSpan(before, n - before));
                total += n;
            }

            return (total, crc);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
        }
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
