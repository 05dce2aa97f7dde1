namespace LiveOps.Leaderboard.Stores.Cluster.Held;

/// <summary>A word of Redis that some questions wait for. They go on one after the other in one work item of the thread pool, which costs less than one each; others go on beside them.</summary>
internal sealed class SharedWord : IThreadPoolWorkItem
{
    private const int Most = 16;

    // Whoever waits goes on where it is told.
    private readonly TaskCompletionSource<bool> _told = new();
    private int _questions;
    private bool _isCaughtUp;
    private Exception? _failure;

    /// <summary>Whether the next question waits for another.</summary>
    public bool IsFull => _questions == Most;

    /// <summary>One question more waits for it.</summary>
    public Task<bool> Join()
    {
        _questions++;
        return _told.Task;
    }

    /// <summary>Tells it, soon.</summary>
    public void Tell(bool isCaughtUp, Exception? failure)
    {
        (_isCaughtUp, _failure) = (isCaughtUp, failure);
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <inheritdoc/>
    void IThreadPoolWorkItem.Execute()
    {
        if (_failure is not null)
            _told.SetException(_failure);
        else
            _told.SetResult(_isCaughtUp);
    }
}
