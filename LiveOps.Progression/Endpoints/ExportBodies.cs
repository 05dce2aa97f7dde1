using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace LiveOps.Progression.Endpoints;

// The shapes of the answers, for /openapi/v1.json; the parts of other services are their answers, as they are.

/// <summary>All that is known of a player: first what Progression knows, as of somebody who has gained nothing where it knows nobody, then what the others do. A part whose service gave no answer is null.</summary>
/// <param name="PlayerId">Who.</param>
/// <param name="Level">From 1.</param>
/// <param name="Xp">All XP ever gained.</param>
/// <param name="XpToNext">What is missing to the next level.</param>
/// <param name="BossKills">Kills by boss.</param>
/// <param name="Items">How many of each item.</param>
/// <param name="Counters">The game's own statistics.</param>
/// <param name="UpdatedAt">When the newest of the player's events was accepted; null where Progression does not know them.</param>
/// <param name="Kills">All kills.</param>
/// <param name="Rewards">With their receipts.</param>
/// <param name="Grants">What operators granted.</param>
/// <param name="Notes">What operators wrote down about them, newest first.</param>
/// <param name="Standing">How they stand, their flags, and what Fairness learned of them.</param>
/// <param name="Ranks">Their entries in periods that run, hidden or not, at most 1,000.</param>
/// <param name="Hidden">Whether they are hidden from boards, and why.</param>
/// <param name="Periods">Their entries in past periods that are kept, newest first, at most 1,000.</param>
/// <param name="Leagues">Where they play.</param>
/// <param name="LiveEvents">The live events that they are in, where entries or attempts are counted.</param>
/// <param name="Notices">Notices about them to webhooks, newest first, at most 100.</param>
/// <param name="Degraded">The members whose services gave no answer: ask again.</param>
/// <param name="CutShort">The members of which there is more than they hold.</param>
internal sealed record ExportBody(
    string PlayerId, int Level, long Xp, long XpToNext, Dictionary<string, long> BossKills, Dictionary<string, long> Items, Dictionary<string, long> Counters, DateTimeOffset? UpdatedAt, int Kills,
    ExportedRewardBody[] Rewards, GivenGrantBody[] Grants, NoteBody[] Notes,
    ExportedStandingBody? Standing,
    ExportedRankBody[]? Ranks, ExportedHidingBody? Hidden, ExportedPeriodBody[]? Periods, ExportedLeagueBody[]? Leagues, ExportedEntryBody[]? LiveEvents,
    ExportedNoticeBody[]? Notices,
    string[] Degraded, string[] CutShort);

/// <summary>A reward in an export: with its receipt, once it was claimed.</summary>
internal sealed record ExportedRewardBody(
    string Reward,
    [property: AllowedValues("claimable", "claimed")] string Status,
    DateTimeOffset GrantedAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? ClaimedAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Receipt);

/// <summary>Fairness's part.</summary>
/// <param name="Status">How they stand.</param>
/// <param name="Until">Until when it is not <c>ok</c>.</param>
/// <param name="Reason">Why.</param>
/// <param name="Flags">Newest first, at most 500.</param>
/// <param name="Learned">What was learned of them; null when that is nothing.</param>
/// <param name="KeysRevokedAt">Keys that were made until then hold no more; null when none were revoked.</param>
internal sealed record ExportedStandingBody(
    [property: AllowedValues("ok", "throttled", "blocked")] string Status,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTime? Until,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reason,
    ExportedFlagBody[] Flags, ExportedLearningBody? Learned, DateTime? KeysRevokedAt);

/// <summary>A flag.</summary>
internal sealed record ExportedFlagBody(string PlayerId, string Rule, string EventId, string Observed, string Expected, DateTime At);

/// <summary>What was learned of a player.</summary>
internal sealed record ExportedLearningBody(DateTime LearnedAt, ExportedBoardBody[] Boards, ExportedRhythmBody? ScoreRhythm, ExportedRhythmBody? KillRhythm);

/// <summary>What a player's scores on a board are like.</summary>
/// <param name="Board">Its name; of a board that is not among the export's ranks and periods the hash of it, in hexadecimal, by which Fairness keeps boards.</param>
/// <param name="Count">How many scores.</param>
/// <param name="Mean">Their mean.</param>
/// <param name="Deviation">Their deviation.</param>
/// <param name="Highest">The highest.</param>
/// <param name="Lowest">The lowest.</param>
/// <param name="Last">The last.</param>
internal sealed record ExportedBoardBody(string Board, int Count, double Mean, double Deviation, long Highest, long Lowest, long Last);

/// <summary>How regularly scores, or kills, come in a session.</summary>
internal sealed record ExportedRhythmBody(int Intervals, double MeanMilliseconds, double DeviationMilliseconds);

/// <summary>An entry in a period that runs; the rank is null while the player is hidden.</summary>
internal sealed record ExportedRankBody(string Board, [property: AllowedValues("daily", "weekly", "seasonal", "all")] string Window, string Period, int? Rank, long Score, DateTime AchievedAt);

/// <summary>Whether a player is hidden, and why.</summary>
internal sealed record ExportedHidingBody(bool IsHidden, bool ByOperator, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTime? BlockedUntil);

/// <summary>An entry in a past period; the rank is null while the player is hidden.</summary>
internal sealed record ExportedPeriodBody(
    string Board, [property: AllowedValues("daily", "weekly", "seasonal", "all")] string Window, string Period, DateTime ClosesAt, bool Final, int? Rank, long Score, DateTime AchievedAt);

/// <summary>Where a player stands in a league.</summary>
internal sealed record ExportedLeagueBody(
    string League, string Division, string? Cohort, string? Period, int? Rank, [property: AllowedValues("promotion", "stay", "relegation", null)] string? Zone, long? Score, int Size, DateTime? ClosesAt);

/// <summary>A live event that a player is in, and how many of their scores counted.</summary>
internal sealed record ExportedEntryBody(string LiveEvent, int Attempts);

/// <summary>A notice about a player, on its way to a webhook, of which the scheme and host are told.</summary>
internal sealed record ExportedNoticeBody(
    string Id, string Webhook, string To, string Type, DateTime Time, [property: AllowedValues("pending", "delivered", "failed")] string Status, int Attempts, Dictionary<string, JsonElement> Data);
