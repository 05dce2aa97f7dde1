namespace LiveOps.Leaderboard.Stores;

/// <summary>How many of a division would move and earn.</summary>
/// <param name="Division">Its name.</param>
/// <param name="Cohorts">How many cohorts it has.</param>
/// <param name="Players">How many are ranked in them.</param>
/// <param name="Promoted">How many would be promoted.</param>
/// <param name="Relegated">How many would be relegated.</param>
/// <param name="Rewarded">How many would earn something.</param>
internal sealed record DivisionPreview(string Division, int Cohorts, int Players, int Promoted, int Relegated, int Rewarded);
