using LiveOps.Core.Windows;

namespace LiveOps.Leaderboard.Stores;

/// <summary>What would become of the players of a season that runs if it closed now. Nobody is absent from what is ended early, so who is absent is not told.</summary>
/// <param name="League">Of which league.</param>
/// <param name="Period">The season.</param>
/// <param name="Waiting">How many wait for a cohort, since the season before it still takes late scores: they get one, and move with it, once that is closed, so nothing can be told of them.</param>
/// <param name="Divisions">How many would move and earn, by division, the lowest first.</param>
/// <param name="Cohorts">Some cohorts, in the order of their numbers.</param>
internal sealed record LeaguePreview(string League, Period Period, int Waiting, IReadOnlyList<DivisionPreview> Divisions, Listed<CohortPreview> Cohorts);
