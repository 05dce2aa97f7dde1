using System.Text;
using LiveOps.Core.Bus.Journal;
using LiveOps.Core.Events;
using LiveOps.Tests.Progression;

namespace LiveOps.Tests.Core.Bus.Journal;

/// <summary>The journal read as a history.</summary>
public sealed class The_past_that_a_journal_keeps
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_comes_from_a_moment_on_and_whoever_reads_it_may_end_it_while_what_is_older_is_passed_over(bool fromFiles)
    {
        using var folder = new TempFolder();
        using var written = new JournalBus(JournalFolder.Open(folder, segmentBytes: 4096));
        for (int n = 0; n < 100; n++)
            await written.PublishAsync(TestEvent.Batch(TestEvent.Start + n, TestEvent.Xp($"p{n}", 1)), TestContext.Current.CancellationToken);
        if (fromFiles)
            written.Dispose();
        using JournalBus? opened = fromFiles ? new JournalBus(JournalFolder.Open(folder, segmentBytes: 4096)) : null;
        JournalBus bus = opened ?? written;

        Assert.Equal(Enumerable.Range(60, 40).Select(n => $"p{n}"), await ReadAsync(bus, TestEvent.Start + 60, () => new(false)));
        int asked = 0;
        Assert.Empty(await ReadAsync(bus, TestEvent.Start + 60, () => new(++asked == 10)));
        Assert.Equal(10, asked);
        asked = 0;
        Assert.Equal(["p60", "p61"], await ReadAsync(bus, TestEvent.Start + 60, () => new(++asked == 63)));
    }

    private static async Task<List<string>> ReadAsync(JournalBus bus, long since, Func<ValueTask<bool>> isOver)
    {
        var players = new List<string>();
        await foreach (ReadOnlyMemory<byte> payload in bus.History.ReadAsync(since, isOver, TestContext.Current.CancellationToken))
            players.Add(PlayerOf(payload));
        return players;
    }

    private static string PlayerOf(ReadOnlyMemory<byte> payload)
    {
        EventBatch.Enumerator events = EventBatch.Trusted(payload).GetEnumerator();
        Assert.True(events.MoveNext());
        return Encoding.ASCII.GetString(events.Current.PlayerId);
    }
}
