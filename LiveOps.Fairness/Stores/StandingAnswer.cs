using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using LiveOps.Fairness.Standings;

namespace LiveOps.Fairness.Stores;

/// <summary>
/// A player's standing: until when and why when it is not <c>ok</c>; for operators also their newest flags, newest first. Flags say what was seen
/// and what is looked for, which a cheat would tune by.
/// </summary>
internal sealed record StandingAnswer(
    string PlayerId,
    [property: AllowedValues("ok", "throttled", "blocked")] string Status,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTime? Until,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reason,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<FlagAnswer>? Flags)
{
    /// <summary>Until when the player is blocked, in Unix ticks, as a decision is compared with it; 0 for not at all.</summary>
    [JsonIgnore]
    public long HeldUntil { get; init; }

    /// <summary>What anybody may read of it.</summary>
    public StandingAnswer ForAnybody() => this with { Flags = null };

    /// <summary>Of somebody who was never flagged nor blocked.</summary>
    public static StandingAnswer Clean(string playerId) => new(playerId, "ok", null, null, []);

    public static StandingAnswer Of(string playerId, Standing standing, long now)
    {
        StandingStatus status = standing.At(now);
        return new StandingAnswer(
            playerId,
            status switch { StandingStatus.Blocked => "blocked", StandingStatus.Throttled => "throttled", _ => "ok" },
            status switch { StandingStatus.Blocked => Times.Utc(standing.BlockedUntil), StandingStatus.Throttled => Times.Utc(standing.ThrottledUntil), _ => null },
            status == StandingStatus.Ok ? null : standing.Reason,
            [.. standing.Flags.Reverse().Select(FlagAnswer.Of)])
        {
            HeldUntil = standing.HeldUntil(now),
        };
    }
}
