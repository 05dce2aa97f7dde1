using LiveOps.Core.Events;
using LiveOps.Core.Verdicts;

namespace LiveOps.Fairness.Stores.Redis;

/// <summary>A request for verdicts that waits for its round. Batch and verdicts are the asker's until it is answered.</summary>
internal sealed class Question(EventBatch batch, Memory<Verdict> verdicts)
{
    // The round goes on with the next questions; whoever asked goes on elsewhere.
    private readonly TaskCompletionSource _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public EventBatch Batch => batch;

    public Span<Verdict> Verdicts => verdicts.Span;

    public Task Answered => _answered.Task;

    public void Answer() => _answered.SetResult();

    public void Fail(Exception why) => _answered.SetException(why);
}
