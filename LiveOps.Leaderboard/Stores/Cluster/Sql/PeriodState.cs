namespace LiveOps.Leaderboard.Stores.Cluster.Sql;

/// <summary>How far a period is. The numbers stand in the database: never reuse one.</summary>
internal static class PeriodState
{
    /// <summary>It takes scores.</summary>
    public const short Open = 0;

    /// <summary>It takes no more; being archived.</summary>
    public const short Closed = 1;

    /// <summary>It is archived; its scores are being deleted.</summary>
    public const short Archived = 2;

    /// <summary>It is archived.</summary>
    public const short Done = 3;

    /// <summary>Its archive is let go of: being cut to the champions.</summary>
    public const short Cutting = 4;

    /// <summary>Of its archive only the champions are left.</summary>
    public const short Cut = 5;

    /// <summary>It is forgotten, perhaps with its board: being deleted. What is forgotten stays so.</summary>
    public const short Forgotten = 6;
}
