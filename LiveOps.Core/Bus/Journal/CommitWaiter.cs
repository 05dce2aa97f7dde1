using System.Threading.Tasks.Sources;

namespace LiveOps.Core.Bus.Journal;

/// <summary>Waits for a group to be durable; lent from a pool, so that publishing allocates nothing.</summary>
internal sealed class CommitWaiter(Action<CommitWaiter> giveBack) : IValueTaskSource
{
    // Continuations run where Complete is called: on the thread pool, many in one work item (CommitCompletion).
    private ManualResetValueTaskSourceCore<bool> _core;

    public ValueTask Task => new(this, _core.Version);

    public void Complete(Exception? failure)
    {
        if (failure is null)
            _core.SetResult(true);
        else
            _core.SetException(failure);
    }

    public ValueTaskSourceStatus GetStatus(short token) => _core.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);

    public void GetResult(short token)
    {
        try
        {
            _core.GetResult(token);
        }
        finally
        {
            _core.Reset();
            giveBack(this);
        }
    }
}
