namespace LiveOps.Fairness.Reviews;

/// <summary>How a case stands. The numbers are in snapshots and in Redis: never reuse one.</summary>
internal enum CaseStatus : byte
{
    /// <summary>It waits for a decision.</summary>
    Open = 1,

    /// <summary>It is looked at no more until somebody does; further flags raise its severity.</summary>
    Watched = 2,

    /// <summary>The player was blocked.</summary>
    Blocked = 3,

    /// <summary>Nothing is held against the player.</summary>
    Cleared = 4,
}

/// <summary>The words of the call.</summary>
internal static class CaseStatuses
{
    public static readonly IReadOnlyList<(string Word, CaseStatus Status)> All =
        [("open", CaseStatus.Open), ("watched", CaseStatus.Watched), ("blocked", CaseStatus.Blocked), ("cleared", CaseStatus.Cleared)];

    public static string Word(this CaseStatus status) => All.First(one => one.Status == status).Word;
}
