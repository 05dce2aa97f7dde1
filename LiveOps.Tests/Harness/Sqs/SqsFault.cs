namespace LiveOps.Tests.Harness.Sqs;

/// <summary>What goes wrong with requests.</summary>
/// <param name="Kind">How.</param>
/// <param name="Action">Which: <c>SendMessageBatch</c>.</param>
/// <param name="Queue">The end of the queue's name; empty for any.</param>
/// <param name="Times">How many.</param>
internal sealed record SqsFault(SqsFaultKind Kind, string Action, string Queue = "", int Times = 1)
{
    /// <summary>The service's word for it.</summary>
    public string Code { get; init; } = "InternalError";

    /// <summary>The answer's status.</summary>
    public int Status { get; init; } = 400;

    /// <summary>How many pass before.</summary>
    public int Passing { get; init; }

    /// <summary>Of an entry of a batch: whether it is the sender's fault.</summary>
    public bool IsOfTheSender { get; init; }
}
