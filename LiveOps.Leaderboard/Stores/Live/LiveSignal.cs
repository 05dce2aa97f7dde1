namespace LiveOps.Leaderboard.Stores.Live;

/// <summary>
/// Something that all listeners of a feed hear: a page, or a beat, which says again that nothing has changed. It leads to the next, so a feed keeps no list of who listens and no queue for
/// anybody: who is late finds the newest.
/// </summary>
internal sealed class LiveSignal(string id, ReadOnlyMemory<byte> page, bool isLast = false)
{
    private readonly TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Names the page that holds.</summary>
    public string Id { get; } = id;

    /// <summary>The page as it is sent, all of the event.</summary>
    public ReadOnlyMemory<byte> Page { get; } = page;

    /// <summary>Whether there is no more to come: the board is gone, or the service ends.</summary>
    public bool IsLast { get; } = isLast;

    /// <summary>Completes when there is another.</summary>
    public Task Next => _next.Task;

    /// <summary>There is another.</summary>
    public void Pass() => _next.TrySetResult();
}
