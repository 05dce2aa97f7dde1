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
