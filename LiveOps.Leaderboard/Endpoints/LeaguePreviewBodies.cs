using System.ComponentModel.DataAnnotations;

namespace LiveOps.Leaderboard.Endpoints;

/// <summary>What would become of a league's players if the season that runs closed now.</summary>
/// <param name="League">The league.</param>
/// <param name="Period">The season that runs.</param>
/// <param name="ClosesAt">When it closes by itself.</param>
/// <param name="Waiting">How many have no cohort yet, since the season before it still takes late scores: a close gives them one first, and they move with it, of which nothing is told.</param>
/// <param name="Divisions">How many of each would move and earn, the lowest first.</param>
/// <param name="Total">How many cohorts there are, of the division that was asked for or of all.</param>
/// <param name="Cohorts">Some of them, in the order of their numbers.</param>
internal sealed record LeaguePreviewBody(string League, string Period, DateTime ClosesAt, int Waiting, DivisionPreviewBody[] Divisions, int Total, CohortPreviewBody[] Cohorts);

/// <summary>How many of a division would move and earn.</summary>
/// <param name="Division">The division.</param>
/// <param name="Cohorts">How many cohorts it has.</param>
/// <param name="Players">How many are ranked in them.</param>
/// <param name="Promoted">How many would be promoted.</param>
/// <param name="Relegated">How many would be relegated.</param>
/// <param name="Rewarded">How many would earn something.</param>
internal sealed record DivisionPreviewBody(string Division, int Cohorts, int Players, int Promoted, int Relegated, int Rewarded);

/// <summary>Whoever of a cohort would move or earn something.</summary>
/// <param name="Cohort">The cohort.</param>
/// <param name="Division">Its division.</param>
/// <param name="Size">How many are ranked in it.</param>
/// <param name="Entries">Best first; whoever would stay and earn nothing is left out.</param>
internal sealed record CohortPreviewBody(string Cohort, string Division, int Size, PreviewEntryBody[] Entries);

/// <summary>What would become of a player.</summary>
/// <param name="Rank">Their rank in the cohort, from 1.</param>
/// <param name="PlayerId">The player.</param>
/// <param name="Score">Their score.</param>
/// <param name="Zone">Whether they would move.</param>
/// <param name="To">The division that they would be in.</param>
/// <param name="Rewards">What they would earn, as the league's document calls it.</param>
internal sealed record PreviewEntryBody(int Rank, string PlayerId, long Score, [property: AllowedValues("promotion", "stay", "relegation")] string Zone, string To, string[] Rewards);
