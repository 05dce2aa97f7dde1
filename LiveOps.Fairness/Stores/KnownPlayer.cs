using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace LiveOps.Fairness.Stores;

/// <summary>What Fairness knows of a player.</summary>
/// <param name="Known">Whether that is anything.</param>
/// <param name="Standing">It.</param>
/// <param name="CutShort">The members of which there is more.</param>
internal sealed record KnownPlayer(bool Known, KnownStanding Standing, IReadOnlyList<string> CutShort)
{
    /// <summary>The most flags.</summary>
    public const int MostFlags = 500;

    /// <summary>Asks a store. Of keys that were revoked only the hash of the id tells, which erasing leaves: it makes nobody known.</summary>
    public static async Task<KnownPlayer> ReadAsync(IFairnessStore store, string playerId)
    {
        StandingAnswer standing = await store.StandingAsync(playerId);
        LogPage<Flags.Flag> flags = (await store.FlagsAsync(new PageQuery(playerId, null, MostFlags)))!;
        LearnedPlayer? learned = await store.LearnedAsync(playerId);
        long revoked = await store.KeysRevokedAsync(playerId);
        FlagAnswer[] all = [.. flags.Entries.Select(FlagAnswer.Of)];
        return new KnownPlayer(
            standing.Status != "ok" || all.Length > 0 || learned is not null,
            new KnownStanding(standing.Status, standing.Until, standing.Reason, all, learned, revoked == 0 ? null : DateTime.UnixEpoch.AddMilliseconds(revoked)),
            flags.Next is null ? [] : ["standing"]);
    }
}

/// <summary>How a player stands, and what of their play goes into verdicts.</summary>
/// <param name="Status">As everybody reads it.</param>
/// <param name="Until">Until when it is not <c>ok</c>.</param>
/// <param name="Reason">Why.</param>
/// <param name="Flags">Newest first, at most 500.</param>
/// <param name="Learned">What was learned of them; null when that is nothing.</param>
/// <param name="KeysRevokedAt">Keys that were made until then hold no more; null when none were revoked.</param>
internal sealed record KnownStanding(
    [property: AllowedValues("ok", "throttled", "blocked")] string Status,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTime? Until,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reason,
    IReadOnlyList<FlagAnswer> Flags, LearnedPlayer? Learned, DateTime? KeysRevokedAt);
