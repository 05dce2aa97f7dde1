using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace LiveOps.Leaderboard.Endpoints;

// The shapes of the answers, for /openapi/v1.json; the answers themselves are written member by member.

/// <summary>A page of a running period; between seasons there is none, and no rows.</summary>
/// <param name="Board">The board.</param>
/// <param name="Window">The window.</param>
/// <param name="Period">The running period; null between seasons.</param>
/// <param name="OpensAt">When it opened; null for all. Between seasons when the next one opens, where that is known.</param>
/// <param name="ClosesAt">When it closes; null for all.</param>
/// <param name="Total">How many players are ranked.</param>
/// <param name="Entries">Best first.</param>
internal sealed record BoardPageBody(
    string Board, [property: AllowedValues("daily", "weekly", "seasonal", "all")] string Window, string? Period, DateTime? OpensAt, DateTime? ClosesAt, int Total, EntryBody[] Entries);

/// <summary>A player's place.</summary>
/// <param name="Rank">From 1; equal scores do not share one.</param>
/// <param name="PlayerId">Who.</param>
/// <param name="Score">The score.</param>
/// <param name="AchievedAt">When the event of it was accepted.</param>
internal sealed record EntryBody(int Rank, string PlayerId, long Score, DateTime AchievedAt);

/// <summary>A place in a past period.</summary>
/// <param name="Rank">From 1.</param>
/// <param name="PlayerId">Who; null for somebody who was erased.</param>
/// <param name="Score">The score.</param>
/// <param name="AchievedAt">When the event of it was accepted.</param>
internal sealed record PastEntryBody(int Rank, string? PlayerId, long Score, DateTime AchievedAt);

/// <summary>The places around a player.</summary>
internal sealed record EntriesBody(EntryBody[] Entries);

/// <summary>Which players are asked for together.</summary>
/// <param name="PlayerIds">At most 500 ids; one that stands there twice counts once.</param>
internal sealed record PlayersBody([property: MaxLength(PlayerSet.Most)] string[] PlayerIds);

/// <summary>A set of players, as they stand on a board.</summary>
/// <param name="Entries">Those who are ranked, best first.</param>
/// <param name="Unranked">The others.</param>
internal sealed record AmongBody(AmongEntryBody[] Entries, string[] Unranked);

/// <summary>A player's place, on the board and among those asked for.</summary>
/// <param name="Rank">On the board, from 1.</param>
/// <param name="Among">Among those asked for, from 1.</param>
/// <param name="PlayerId">Who.</param>
/// <param name="Score">The score.</param>
/// <param name="AchievedAt">When the event of it was accepted.</param>
internal sealed record AmongEntryBody(int Rank, int Among, string PlayerId, long Score, DateTime AchievedAt);

/// <summary>The places around a player in a past period.</summary>
internal sealed record PastEntriesBody(PastEntryBody[] Entries);

/// <summary>A page of a past period.</summary>
/// <param name="Board">The board.</param>
/// <param name="Window">The window.</param>
/// <param name="Period">The period.</param>
/// <param name="OpensAt">When it opened.</param>
/// <param name="ClosesAt">When it closed.</param>
/// <param name="Final">Whether it takes late scores no more.</param>
/// <param name="Cancelled">true where it was closed because its season was cancelled; else absent.</param>
/// <param name="Total">How many players are ranked.</param>
/// <param name="Entries">Best first.</param>
internal sealed record PastPageBody(
    string Board, [property: AllowedValues("daily", "weekly", "seasonal")] string Window, string Period, DateTime OpensAt, DateTime ClosesAt, bool Final,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? Cancelled, int Total, PastEntryBody[] Entries);

/// <summary>Boards by name.</summary>
/// <param name="Total">How many there are.</param>
/// <param name="Boards">The page of them.</param>
internal sealed record BoardsBody(int Total, BoardBody[] Boards);

/// <summary>A board: its rules and what runs.</summary>
/// <param name="Board">Its name.</param>
/// <param name="Operator">Which of a player's scores counts.</param>
/// <param name="Order">Whether high (desc) or low scores are good.</param>
/// <param name="TimeZone">Whose days its windows follow.</param>
/// <param name="Windows">The running periods.</param>
internal sealed record BoardBody(
    string Board, [property: AllowedValues("best", "last", "sum")] string Operator, [property: AllowedValues("desc", "asc")] string Order, string TimeZone, RunningWindowBody[] Windows);

/// <summary>A window and its running period, as on a page.</summary>
internal sealed record RunningWindowBody(
    [property: AllowedValues("daily", "weekly", "seasonal", "all")] string Window, string? Period, DateTime? OpensAt, DateTime? ClosesAt, int Total);

/// <summary>A player's ranks.</summary>
/// <param name="PlayerId">Who.</param>
/// <param name="Ranks">In all running periods of all boards.</param>
internal sealed record RanksBody(string PlayerId, PlacedRankBody[] Ranks);

/// <summary>A rank, and where.</summary>
internal sealed record PlacedRankBody(
    string Board, [property: AllowedValues("daily", "weekly", "seasonal", "all")] string Window, string Period, int Rank, long Score, DateTime AchievedAt);

/// <summary>Past periods, newest first.</summary>
internal sealed record HistoryBody(string Board, [property: AllowedValues("daily", "weekly", "seasonal", "all")] string Window, int Total, PastPeriodBody[] Periods);

/// <summary>A past period.</summary>
internal sealed record PastPeriodBody(
    string Period, DateTime OpensAt, DateTime ClosesAt, bool Final, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? Cancelled, int Total);

/// <summary>The champions of a board, newest period first.</summary>
internal sealed record HallOfFameBody(string Board, ChampionBody[] Champions);

/// <summary>A champion: a place in a past period.</summary>
internal sealed record ChampionBody(
    [property: AllowedValues("daily", "weekly", "seasonal")] string Window, string Period, int Rank, string? PlayerId, long Score, DateTime AchievedAt);

/// <summary>A period that was ended early, and what is left of it.</summary>
internal sealed record RolledOverBody(
    string Board, [property: AllowedValues("daily", "weekly", "seasonal")] string Window, string Period, DateTime OpensAt, DateTime ClosesAt, bool Final, int Total, NextPeriodBody Next);

/// <summary>The period that runs now.</summary>
internal sealed record NextPeriodBody(string Period, DateTime OpensAt, DateTime ClosesAt);

/// <summary>Who is hidden, by id.</summary>
/// <param name="Total">How many there are.</param>
/// <param name="Hidden">The page of them.</param>
internal sealed record HiddenBody(int Total, HiddenPlayerBody[] Hidden);

/// <summary>A hidden player.</summary>
/// <param name="PlayerId">Who.</param>
/// <param name="ByOperator">Whether an operator hid them.</param>
/// <param name="BlockedUntil">Until when a block hides them; absent without one.</param>
internal sealed record HiddenPlayerBody(string PlayerId, bool ByOperator, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTime? BlockedUntil);

/// <summary>What was dropped with a board.</summary>
/// <param name="Board">The board.</param>
/// <param name="Periods">Its periods, running and past.</param>
/// <param name="Scores">The scores in them.</param>
/// <param name="NamedByPolicy">Whether it is there again, empty, because the policy names it.</param>
internal sealed record DroppedBody(string Board, int Periods, long Scores, bool NamedByPolicy);
