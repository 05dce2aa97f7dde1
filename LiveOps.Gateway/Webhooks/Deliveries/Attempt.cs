namespace LiveOps.Gateway.Webhooks.Deliveries;

/// <summary>One attempt to deliver.</summary>
/// <param name="At">When it began: Unix ticks.</param>
/// <param name="Milliseconds">How long it took.</param>
/// <param name="Status">The answer's status; 0 for no answer.</param>
/// <param name="Error">Why there was no answer, in a word: <c>timeout</c>; empty where there was one.</param>
internal sealed record Attempt(long At, int Milliseconds, int Status, string Error)
{
    /// <summary>The longest error, in characters.</summary>
    public const int MaxError = 64;

    /// <summary>Whether the receiver has taken it.</summary>
    public bool IsTaken => Status is >= 200 and < 300;
}
