using System.Buffers;
using System.IO.Compression;
using System.Runtime.InteropServices;

namespace LiveOps.Gateway.Bodies;

/// <summary>Inflates gzip bodies within a bound, so that a small body cannot become a large one.</summary>
internal static class Gzip
{
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

        // An empty or cut stream ends without an error; no JSON comes of it.
        return Outcome.Whole;
    }
}
