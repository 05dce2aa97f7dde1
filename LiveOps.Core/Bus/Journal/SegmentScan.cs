using Microsoft.Win32.SafeHandles;

namespace LiveOps.Core.Bus.Journal;

/// <summary>
/// Finds the end of the newest segment when a journal is opened:
/// <list type="number">
/// <item>read whole records from the start;</item>
/// <item>at the first place that is none, look for a whole record further on;</item>
/// <item>if one lies there whose group began behind that place, the place was durable once: damage, refuse;</item>
/// <item>else it is the tail of a write that a crash tore, acknowledged to nobody: cut it.</item>
/// </list>
/// </summary>
internal static class SegmentScan
{
    /// <summary>The position after the last whole record, and how many torn bytes lie behind it.</summary>
    /// <exception cref="JournalException">The segment is damaged.</exception>
    public static (long End, long Torn) FindEnd(Segment segment, SafeFileHandle file, int maxRecord)
    {
        long length = RandomAccess.GetLength(file), at = Segment.HeaderLength;
        byte[] buffer = new byte[Math.Max(1 << 20, 2 * (maxRecord + RecordFormat.HeaderLength))];
        int filled = 0, used = 0;
        while (true)
        {
            RecordState state = RecordFormat.Read(buffer.AsSpan(used, filled - used), maxRecord, out int record, out _);
            if (state == RecordState.Whole)
            {
                used += RecordFormat.HeaderLength + record;
                continue;
            }

            long here = at + used;
            if (state == RecordState.Incomplete && at + filled < length)
            {
                at = here;
                used = 0;
                filled = RandomAccess.Read(file, buffer, at);
                continue;
            }

            if (here < length)
                RefuseDamage(segment, file, here, length, maxRecord);
            return (segment.Position + here - Segment.HeaderLength, length - here);
        }
    }

    private static void RefuseDamage(Segment segment, SafeFileHandle file, long bad, long length, int maxRecord)
    {
        byte[] rest = new byte[length - bad];
        for (int read = 0; read < rest.Length;)
        {
            int n = RandomAccess.Read(file, rest.AsSpan(read), bad + read);
            if (n == 0)
                break;
            read += n;
        }

        for (int i = 1; i < rest.Length; i++)
        {
            if (RecordFormat.Read(rest.AsSpan(i), maxRecord, out _, out int behind) == RecordState.Whole && behind < i)
                throw Damage(segment, bad);
        }
    }

    /// <summary>The error for a record that was durable once and is no longer whole.</summary>
    /// <param name="segment">Where.</param>
    /// <param name="fileOffset">Where in its file.</param>
    /// <param name="proof">What tells that it was durable.</param>
    public static JournalException Damage(Segment segment, long fileOffset, string proof = "later ones do") => new(
        $"{segment.Path} is damaged at offset {fileOffset}: the record there does not match its checksum, and {proof}. "
        + "Nothing was served from it. Restore a backup, or keep what is whole: docs/runbooks/damaged-journal.md.");
}
