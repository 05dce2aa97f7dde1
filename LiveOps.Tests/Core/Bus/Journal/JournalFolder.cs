using System.Text;
using LiveOps.Core.Bus.Journal;

namespace LiveOps.Tests.Core.Bus.Journal;

/// <summary>A journal on real files, and what a reader finds in it.</summary>
internal static class JournalFolder
{
    public static LiveOps.Core.Bus.Journal.Journal Open(TempFolder folder, long segmentBytes = 64 << 20) =>
        LiveOps.Core.Bus.Journal.Journal.Open(new JournalOptions { Folder = folder.File("journal"), SegmentBytes = segmentBytes, ChunkBytes = 1 << 16 }, TimeProvider.System);

    public static async Task WriteAsync(LiveOps.Core.Bus.Journal.Journal journal, params IEnumerable<string> records)
    {
        foreach (string record in records)
            await journal.AppendAsync([], Encoding.UTF8.GetBytes(record));
    }

    public static List<string> ReadAll(LiveOps.Core.Bus.Journal.Journal journal, long from = 0)
    {
        var records = new List<string>();
        using var cursor = new JournalCursor(journal, from);
        for (ReadOnlyMemory<byte> some; !(some = cursor.Read()).IsEmpty;)
        {
            int used = 0;
            while (used < some.Length)
            {
                records.Add(Encoding.UTF8.GetString(JournalCursor.Payload(some[used..], out int length).Span));
                used += length;
            }

            cursor.Advance(used);
        }

        return records;
    }

    public static string[] Segments(TempFolder folder) => [.. Directory.GetFiles(folder.File("journal")).Order(StringComparer.Ordinal)];
}
