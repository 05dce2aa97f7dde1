namespace LiveOps.Leaderboard.Stores;

/// <summary>What metrics tell of a league.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsPlayed">Whether the document has it.</param>
/// <param name="Divisions">The divisions' names, the lowest first.</param>
/// <param name="Cohorts">How many cohorts the running season has.</param>
/// <param name="Players">How many players are in those of each division.</param>
/// <param name="Promoted">How many were promoted, since counting began.</param>
/// <param name="Relegated">How many were relegated.</param>
/// <param name="Fallen">How many fell because they were absent.</param>
internal sealed record LeagueCounts(string Name, bool IsPlayed, IReadOnlyList<string> Divisions, int Cohorts, IReadOnlyDictionary<int, int> Players, long Promoted, long Relegated, long Fallen);
