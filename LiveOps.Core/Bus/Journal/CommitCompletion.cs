namespace LiveOps.Core.Bus.Journal;

/// <summary>
/// Tells some of a group's appenders that they are durable, one after the other in one work item: a work item each costs more than most of them
/// have left to do.
/// </summary>
internal sealed class CommitCompletion(CommitWaiter[] waiters, Exception? failure) : IThreadPoolWorkItem
{
    /// <summary>Appenders in one work item: few enough that every processor gets some of a group.</summary>
    private const int Most = 16;

    public static void Queue(List<CommitWaiter> waiters, Exception? failure)
    {
        for (int at = 0; at < waiters.Count; at += Most)
        {
            CommitWaiter[] some = [.. waiters.Slice(at, Math.Min(Most, waiters.Count - at))];
            ThreadPool.UnsafeQueueUserWorkItem(new CommitCompletion(some, failure), preferLocal: false);
        }
    }

    public void Execute()
    {
        foreach (CommitWaiter waiter in waiters)
            waiter.Complete(failure);
    }
}
