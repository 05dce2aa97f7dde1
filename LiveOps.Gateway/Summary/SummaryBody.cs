using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace LiveOps.Gateway.Summary;

// The shape of the answer, for /openapi/v1.json; its parts are the other services' answers, as they are.

/// <summary>A player as all services know them.</summary>
/// <param name="PlayerId">Who.</param>
/// <param name="Progress">Null where the player is not known there, or the service is down.</param>
/// <param name="Ranks">Null where the service is down.</param>
/// <param name="Standing">Null where the service is down.</param>
/// <param name="Degraded">The parts whose services are down.</param>
internal sealed record SummaryBody(string PlayerId, PlayerBody? Progress, PlacedRankBody[]? Ranks, StandingBody? Standing, string[] Degraded);

/// <summary>Progression's part.</summary>
internal sealed record PlayerBody(
    string PlayerId, int Level, long Xp, long XpToNext, Dictionary<string, long> BossKills, Dictionary<string, long> Items, Dictionary<string, long> Counters, DateTimeOffset UpdatedAt);

/// <summary>Leaderboard's part: a rank, and where.</summary>
internal sealed record PlacedRankBody(
    string Board, [property: AllowedValues("daily", "weekly", "seasonal", "all")] string Window, string Period, int Rank, long Score, DateTime AchievedAt);

/// <summary>Fairness's part.</summary>
internal sealed record StandingBody(
    string PlayerId,
    [property: AllowedValues("ok", "throttled", "blocked")] string Status,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTime? Until,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reason);
