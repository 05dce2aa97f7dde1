using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace LiveOps.Core.Verdicts;

/// <summary>
/// The verdicts of a batch as Fairness answers them over HTTP; version 1, little-endian:
/// <c>u8 version=1 | u16 count</c>, then for each event <c>u8 kind</c>, followed, when it is not accepted, by
/// <c>i32 retryAfter | u16 length | detail in UTF-8</c>. A batch that is all accepted costs a byte an event.
/// </summary>
public static class VerdictsFormat
{
    /// <summary>The content type of question and answer.</summary>
    public const string ContentType = "application/octet-stream";

    /// <summary>The largest batch that is asked for, and the largest answer, in bytes.</summary>
    public const int MaxBytes = 1 << 20;

    /// <summary>The longest detail, in bytes; a longer one is cut.</summary>
    public const int MaxDetail = 512;

    private const byte Version = 1;
    private const int HeaderLength = 3, RefusalLength = 7;

    /// <summary>Writes verdicts.</summary>
    public static void Write(IBufferWriter<byte> to, ReadOnlySpan<Verdict> verdicts)
    {
        Span<byte> header = to.GetSpan(HeaderLength);
        header[0] = Version;
        BinaryPrimitives.WriteUInt16LittleEndian(header[1..], checked((ushort)verdicts.Length));
        to.Advance(HeaderLength);
        foreach (Verdict verdict in verdicts)
        {
            Span<byte> span = to.GetSpan(RefusalLength + MaxDetail);
            span[0] = (byte)verdict.Kind;
            if (verdict.Kind == VerdictKind.Accepted)
            {
                to.Advance(1);
                continue;
            }

            Encoding.UTF8.GetEncoder().Convert(verdict.Detail, span.Slice(RefusalLength, MaxDetail), flush: true, out _, out int length, out _);
            BinaryPrimitives.WriteInt32LittleEndian(span[1..], verdict.RetryAfter);
            BinaryPrimitives.WriteUInt16LittleEndian(span[5..], (ushort)length);
            to.Advance(RefusalLength + length);
        }
    }

    /// <summary>Reads verdicts; false unless the bytes are exactly as many whole verdicts as asked for.</summary>
    public static bool TryRead(ReadOnlySpan<byte> from, Span<Verdict> verdicts)
    {
        if (from.Length < HeaderLength || from[0] != Version || BinaryPrimitives.ReadUInt16LittleEndian(from[1..]) != verdicts.Length)
            return false;
        from = from[HeaderLength..];
        foreach (ref Verdict verdict in verdicts)
        {
            if (from.IsEmpty || from[0] > (byte)VerdictKind.Blocked)
                return false;
            var kind = (VerdictKind)from[0];
            if (kind == VerdictKind.Accepted)
            {
                verdict = default;
                from = from[1..];
                continue;
            }

            if (from.Length < RefusalLength)
                return false;
            int retryAfter = BinaryPrimitives.ReadInt32LittleEndian(from[1..]), length = BinaryPrimitives.ReadUInt16LittleEndian(from[5..]);
            if (retryAfter < 0 || length > MaxDetail || from.Length < RefusalLength + length)
                return false;
            verdict = new Verdict(kind, retryAfter, length == 0 ? null : Encoding.UTF8.GetString(from.Slice(RefusalLength, length)));
            from = from[(RefusalLength + length)..];
        }

        return from.IsEmpty;
    }
}
