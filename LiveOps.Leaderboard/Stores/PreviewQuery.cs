namespace LiveOps.Leaderboard.Stores;

/// <summary>Which cohorts of a league are asked for.</summary>
/// <param name="League">The league.</param>
/// <param name="Division">Those of a division alone; null for all.</param>
/// <param name="Offset">How many cohorts to pass over.</param>
/// <param name="Limit">How many at most.</param>
internal sealed record PreviewQuery(string League, string? Division, int Offset, int Limit)
{
    /// <summary>The most cohorts of a page: each has up to a thousand players.</summary>
    public const int MostCohorts = 20;

    /// <summary>How many cohorts a page has when nothing is said.</summary>
    public const int UsualCohorts = 10;
}
