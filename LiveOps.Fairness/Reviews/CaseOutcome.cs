namespace LiveOps.Fairness.Reviews;

/// <summary>What came of a decision.</summary>
internal enum CaseEnd
{
    /// <summary>It is made.</summary>
    Done,

    /// <summary>There is no such case.</summary>
    Unknown,

    /// <summary>The case is not the one that the moderator has seen.</summary>
    Stale,

    /// <summary>No decision stands that could be taken back.</summary>
    NothingToUndo,
}

/// <summary>What came of a decision, and the case as it is now.</summary>
internal sealed record CaseOutcome(CaseEnd End, Case? Case);
