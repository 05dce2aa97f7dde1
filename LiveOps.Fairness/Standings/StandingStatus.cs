namespace LiveOps.Fairness.Standings;

/// <summary>How a player stands.</summary>
internal enum StandingStatus
{
    /// <summary>Nothing is held against them.</summary>
    Ok,

    /// <summary>They may send less.</summary>
    Throttled,

    /// <summary>They may send nothing.</summary>
    Blocked,
}
