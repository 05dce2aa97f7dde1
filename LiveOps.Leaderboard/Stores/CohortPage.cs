using LiveOps.Core.Windows;

namespace LiveOps.Leaderboard.Stores;

/// <summary>The table of a cohort.</summary>
/// <param name="League">Of which league.</param>
/// <param name="Division">Its division.</param>
/// <param name="Cohort">Its number.</param>
/// <param name="Period">Its season.</param>
/// <param name="Rows">Best first.</param>
internal sealed record CohortPage(string League, string Division, long Cohort, Period Period, IReadOnlyList<CohortRow> Rows);
