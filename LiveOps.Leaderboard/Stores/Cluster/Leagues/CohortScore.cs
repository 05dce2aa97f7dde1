namespace LiveOps.Leaderboard.Stores.Cluster.Leagues;

/// <summary>A score of a cohort as the database has it. They are in the order of their ranks.</summary>
/// <param name="Player">Whose.</param>
/// <param name="Key">What ranks it, the lowest first.</param>
/// <param name="Time">When it was achieved.</param>
/// <param name="Division">The division that the player is in now, which a close may have to change.</param>
internal readonly record struct CohortScore(string Player, long Key, long Time, int Division) : IComparable<CohortScore>
{
    /// <inheritdoc/>
    public int CompareTo(CohortScore other) => (Key, Time).CompareTo((other.Key, other.Time)) is not 0 and var order ? order : string.CompareOrdinal(Player, other.Player);
}
