namespace LiveOps.ServiceDefaults.Bus.Sqs;

/// <summary>A message on its way to one queue, and who waits for it.</summary>
internal sealed class PendingContent(SqsContent content, long giveUpAt)
{
    private readonly TaskCompletionSource _sent = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public SqsContent Content => content;

    /// <summary>The clock's timestamp after which nobody waits for it.</summary>
    public long GiveUpAt => giveUpAt;

    /// <summary>Whether an earlier try may have been taken though no answer came.</summary>
    public bool MayBeSent { get; set; }

    public Task Sent => _sent.Task;

    public void Succeed() => _sent.TrySetResult();

    public void Fail(Exception e) => _sent.TrySetException(e);
}
