namespace LiveOps.Core.Verdicts;

/// <summary>Fairness's answer for one event.</summary>
/// <param name="Kind">Whether it may pass.</param>
/// <param name="RetryAfter">Whole seconds until trying again can help, at least 1; 0 when it says nothing.</param>
/// <param name="Detail">One sentence for the sender when it may not pass; never a secret, never another player's data.</param>
public readonly record struct Verdict(VerdictKind Kind, int RetryAfter = 0, string? Detail = null);
