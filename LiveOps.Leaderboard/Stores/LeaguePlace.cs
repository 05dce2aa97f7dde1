using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Leagues;

namespace LiveOps.Leaderboard.Stores;

/// <summary>Where a player stands in a league.</summary>
/// <param name="League">Which.</param>
/// <param name="Division">Their division.</param>
/// <param name="Period">The season that runs; null between seasons.</param>
/// <param name="Cohort">Their cohort; null while they have none.</param>
/// <param name="Row">Their row in its table; null while they have none.</param>
/// <param name="Size">How many are ranked in it.</param>
internal sealed record LeaguePlace(string League, string Division, Period? Period, long? Cohort, CohortRow? Row, int Size);

/// <summary>A row of a cohort's table.</summary>
internal sealed record CohortRow(int Rank, string PlayerId, long Score, long AchievedAt, LeagueZone Zone);
