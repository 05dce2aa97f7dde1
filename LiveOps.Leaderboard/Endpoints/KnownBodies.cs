using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace LiveOps.Leaderboard.Endpoints;

/// <summary>What the leaderboard knows of a player, hidden or not.</summary>
/// <param name="Known">Whether that is anything.</param>
/// <param name="Ranks">Their entries in periods that run, by board and window, at most 1,000.</param>
/// <param name="Hidden">Whether they are hidden, and why.</param>
/// <param name="Periods">Their entries in past periods that are kept, newest first, at most 1,000.</param>
/// <param name="Leagues">Where they play.</param>
/// <param name="LiveEvents">The live events that they are in, where entries or attempts are counted, at most 1,000.</param>
/// <param name="CutShort">The members of which there is more.</param>
internal sealed record KnownBody(bool Known, KnownRankBody[] Ranks, HidingBody Hidden, KnownPeriodBody[] Periods, LeaguePlaceBody[] Leagues, KnownEntryBody[] LiveEvents, string[] CutShort);

/// <summary>An entry in a period that runs; the rank is null while the player is hidden.</summary>
internal sealed record KnownRankBody(
    string Board, [property: AllowedValues("daily", "weekly", "seasonal", "all")] string Window, string Period, int? Rank, long Score, DateTime AchievedAt);

/// <summary>An entry in a past period; the rank is null while the player is hidden.</summary>
internal sealed record KnownPeriodBody(
    string Board, [property: AllowedValues("daily", "weekly", "seasonal", "all")] string Window, string Period, DateTime ClosesAt, bool Final, int? Rank, long Score, DateTime AchievedAt);

/// <summary>Whether a player is hidden, and why: by an operator, or by a block for as long as it lasts.</summary>
internal sealed record HidingBody(bool IsHidden, bool ByOperator, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTime? BlockedUntil);

/// <summary>A live event that a player is in, and how many of their scores counted.</summary>
internal sealed record KnownEntryBody(string LiveEvent, int Attempts);
