using System.Runtime.CompilerServices;
using LiveOps.Core.Events;

namespace LiveOps.Core.Bus.Journal;

/// <summary>
/// The journal as a history: what its segments hold, up to its end when the reading began. A segment that is deleted meanwhile is passed over.
/// </summary>
internal sealed class JournalHistory(Journal journal) : IEventHistory
{
    /// <inheritdoc/>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(long since, Func<ValueTask<bool>> isOver, [EnumeratorCancellation] CancellationToken cancellation)
    {
        long end = journal.Durable;
        var cursor = new JournalCursor(journal, journal.Oldest);
        try
        {
            while (cursor.Position < end)
            {
                cancellation.ThrowIfCancellationRequested();
                if (TryRead(cursor) is not { } records)
                {
                    if (journal.Oldest <= cursor.Position)
                        throw new BusUnavailableException("the journal cannot be read now");
                    cursor.Dispose();
                    cursor = new JournalCursor(journal, journal.Oldest);
                    continue;
                }

                for (int used = 0; used < records.Length;)
                {
                    if (await isOver())
                        yield break;
                    ReadOnlyMemory<byte> payload = JournalCursor.Payload(records[used..], out int length);
                    used += length;
                    if (IsWanted(payload, since, out ReadOnlyMemory<byte> batch))
                        yield return batch;
                }

                cursor.Advance(records.Length);
            }
        }
        finally
        {
            cursor.Dispose();
        }
    }

    private static ReadOnlyMemory<byte>? TryRead(JournalCursor cursor)
    {
        try
        {
            return cursor.Read();
        }
        catch (Exception e) when (e is JournalException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static bool IsWanted(ReadOnlyMemory<byte> payload, long since, out ReadOnlyMemory<byte> batch)
    {
        batch = default;
        if (JournalRecord.IsAddressed(payload.Span) || JournalRecord.Message(payload) is not { Kind: BusMessageKind.Events } message)
            return false;
        batch = message.Payload;
        return EventBatch.TryRead(batch, out EventBatch events) && events.AcceptedAt >= since;
    }
}
