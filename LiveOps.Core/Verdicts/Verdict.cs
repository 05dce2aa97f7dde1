namespace LiveOps.Core.Verdicts;

/// <summary>What Fairness says of an event.</summary>
public enum VerdictKind : byte
{
    /// <summary>Let it through (flagged or not: flags are Fairness's own affair).</summary>
    Accepted = 0,

    /// <summary>The player sends too fast: 429 <c>rate-limited</c>, with <see cref="Verdict.RetryAfter"/>.</summary>
    RateLimited = 1,

    /// <summary>It cannot be true: 403 <c>implausible-event</c>.</summary>
    Implausible = 2,

    /// <summary>The player is blocked: 403 <c>player-blocked</c>.</summary>
    Blocked = 3,
}

/// <summary>Fairness's answer for one event.</summary>
/// <param name="Kind">Whether it may pass.</param>
/// <param name="RetryAfter">Whole seconds until trying again can help, at least 1; 0 when it says nothing.</param>
/// <param name="Detail">One sentence for the sender when it may not pass; never a secret, never another player's data.</param>
public readonly record struct Verdict(VerdictKind Kind, int RetryAfter = 0, string? Detail = null);
