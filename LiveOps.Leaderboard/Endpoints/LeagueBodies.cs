using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace LiveOps.Leaderboard.Endpoints;

/// <summary>Where a player stands in a league.</summary>
/// <param name="League">The league.</param>
/// <param name="Division">Their division.</param>
/// <param name="Cohort">Their cohort; null until they have scored in the season, and while the season before it still takes late scores.</param>
/// <param name="Period">The season that runs; null between seasons.</param>
/// <param name="Rank">Their rank in the cohort, from 1.</param>
/// <param name="Zone">What becomes of them if it closes now.</param>
/// <param name="Score">Their score.</param>
/// <param name="Size">How many are ranked in the cohort.</param>
/// <param name="ClosesAt">When the season closes.</param>
internal sealed record LeaguePlaceBody(
    string League, string Division, string? Cohort, string? Period, int? Rank, [property: AllowedValues("promotion", "stay", "relegation", null)] string? Zone, long? Score, int Size, DateTime? ClosesAt);

/// <summary>Where a player stands in every league.</summary>
internal sealed record LeaguePlacesBody(string PlayerId, LeaguePlaceBody[] Leagues);

/// <summary>The table of a cohort.</summary>
/// <param name="League">The league.</param>
/// <param name="Division">The cohort's division.</param>
/// <param name="Cohort">The cohort.</param>
/// <param name="Period">Its season.</param>
/// <param name="ClosesAt">When that closes.</param>
/// <param name="Size">How many are ranked.</param>
/// <param name="Entries">Best first.</param>
internal sealed record CohortBody(string League, string Division, string Cohort, string Period, DateTime ClosesAt, int Size, CohortEntryBody[] Entries);

/// <summary>A player's place in a cohort.</summary>
internal sealed record CohortEntryBody(int Rank, string PlayerId, long Score, DateTime AchievedAt, [property: AllowedValues("promotion", "stay", "relegation")] string Zone);

/// <summary>Past seasons, newest first.</summary>
internal sealed record LeagueHistoryBody(string League, int Total, PastSeasonBody[] Seasons);

/// <summary>A past season.</summary>
/// <param name="Period">The period.</param>
/// <param name="OpensAt">When it opened.</param>
/// <param name="ClosesAt">When it closed.</param>
/// <param name="Cancelled">true where it was cancelled: then nobody moved, and nobody earned anything; else absent.</param>
/// <param name="Players">How many were ranked.</param>
/// <param name="Cohorts">In how many cohorts.</param>
/// <param name="Promoted">How many were promoted.</param>
/// <param name="Relegated">How many were relegated.</param>
/// <param name="Fallen">How many fell because they were absent.</param>
internal sealed record PastSeasonBody(
    string Period, DateTime OpensAt, DateTime ClosesAt, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? Cancelled,
    int Players, int Cohorts, int Promoted, int Relegated, int Fallen);
