using LiveOps.Core.Bus;
using LiveOps.Tests.Progression;
using LiveOps.Tests.ServiceDefaults.Bus;

namespace LiveOps.Tests.Core.Bus.Journal;

/// <summary>A consumer, far behind, that cannot read the journal's files when it gets to them.</summary>
public sealed class A_consumer_that_is_held_up : IDisposable
{
    private const int Batches = 200, Events = 100; // more than is kept in memory

    private readonly TempFolder _folder = new();
    private readonly LogLines _lines = new();
    private readonly FedStates _fed;

    public A_consumer_that_is_held_up() => _fed = new FedStates(_folder, segmentBytes: 100_000, logger: _lines);

    public void Dispose()
    {
        _fed.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Waits_takes_no_commands_and_misses_nothing()
    {
        Task<object?> sum = await FallBehindAsync();
        string[] segments = JournalFolder.Segments(_folder);
        foreach (string segment in segments)
        {
            File.Move(segment, segment + ".away");
            Directory.CreateDirectory(segment); // which opens as little as a file of somebody else's
        }

        _fed.Left.Going.Set();
        await Until.TrueAsync(() => _lines.Contain("left waits: the journal cannot be read"), () => "it could read");
        Assert.False(sum.IsCompleted);
        Assert.Equal(["left"], HeldUp());
        await Assert.ThrowsAsync<BusUnavailableException>(() => _fed.Bus.ExecuteAsync("left", new byte[] { 1 }));
        foreach (string segment in segments)
        {
            Directory.Delete(segment);
            File.Move(segment + ".away", segment);
        }

        Assert.Equal((long)Batches * Events, await sum);
        Assert.Empty(HeldUp());
    }

    [Fact]
    public async Task Stops_and_says_so_when_they_are_gone()
    {
        Task<object?> sum = await FallBehindAsync();
        foreach (string segment in JournalFolder.Segments(_folder)[..^1])
            File.Delete(segment);

        _fed.Left.Going.Set();

        await Assert.ThrowsAsync<BusUnavailableException>(() => sum);
        Assert.True(_lines.Contain("left stopped at position"));
        Assert.Equal(["left"], HeldUp());
    }

    /// <summary>The answer to the command that lies behind all that <c>left</c> has not applied yet.</summary>
    private async Task<Task<object?>> FallBehindAsync()
    {
        _fed.Left.Going.Reset();
        for (int i = 0; i < Batches; i++)
            await _fed.Bus.PublishAsync(TestEvent.Batch([.. Enumerable.Range(0, Events).Select(player => TestEvent.Xp($"p{player}", 1))]));
        await Until.TrueAsync(() => _fed.Right.Sum == Batches * Events, () => "the other waits too");
        return _fed.Bus.ExecuteAsync("left", new byte[] { 1 });
    }

    private IEnumerable<string> HeldUp() => _fed.Bus.Consumers.Where(consumer => consumer.IsHeldUp).Select(consumer => consumer.Name);
}
