namespace LiveOps.Progression.Claims;

/// <summary>What came of a claim.</summary>
internal enum ClaimStatus
{
    /// <summary>Claimed now.</summary>
    Claimed,

    /// <summary>Claimed before: the same receipt again.</summary>
    ClaimedBefore,

    /// <summary>The player is unknown, or the reward was not granted to them.</summary>
    NotGranted,

    /// <summary>The request's id was used for another claim.</summary>
    RequestReused,
}

/// <param name="Status">What came of it.</param>
/// <param name="Receipt">The receipt's text, when there is one.</param>
internal sealed record ClaimOutcome(ClaimStatus Status, string? Receipt = null)
{
    public static ClaimOutcome NotGranted { get; } = new(ClaimStatus.NotGranted);

    public static ClaimOutcome RequestReused { get; } = new(ClaimStatus.RequestReused);
}
