namespace LiveOps.Leaderboard.LiveEvents;

/// <summary>What became of a player's asking to enter.</summary>
internal enum EntryStatus
{
    /// <summary>They are in it, now or from before.</summary>
    Entered,

    /// <summary>There is no such event.</summary>
    Unknown,

    /// <summary>The player is blocked: what their events may not do, their entry may not either.</summary>
    Blocked,

    /// <summary>It is closed.</summary>
    Closed,

    /// <summary>As many are in it as may be.</summary>
    Full,
}

/// <summary>What became of it.</summary>
/// <param name="Status">What.</param>
/// <param name="Attempts">How many of the player's scores count so far.</param>
/// <param name="MaxAttempts">How many may; null for any number.</param>
internal sealed record EntryOutcome(EntryStatus Status, int Attempts = 0, int? MaxAttempts = null);
