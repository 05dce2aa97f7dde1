using System.Text.Json;
using LiveOps.Progression.Claims;
using LiveOps.Progression.Players;
using LiveOps.Progression.Rules;

namespace LiveOps.Progression.State;

/// <summary>A player as JSON.</summary>
internal static class PlayerJson
{
    /// <summary>The member of kills by boss.</summary>
    public static readonly JsonEncodedText BossKills = JsonEncodedText.Encode("bossKills");

    /// <summary>The member of items by name.</summary>
    public static readonly JsonEncodedText Items = JsonEncodedText.Encode("items");

    /// <summary>The member of counters by name.</summary>
    public static readonly JsonEncodedText Counters = JsonEncodedText.Encode("counters");

    /// <summary>The member of rewards.</summary>
    public static readonly JsonEncodedText Rewards = JsonEncodedText.Encode("rewards");

    /// <summary>Id, level, XP, kills, items, counters and the time of the last change.</summary>
    public static void WriteProgress(Utf8JsonWriter json, PlayerTable players, int number, LevelTable levels)
    {
        ref Player player = ref players[number];
        WriteLevel(json, players.Ids.Utf8(number), player.Xp, levels);
        json.WriteStartObject(BossKills);
        WriteTallies(json, players, players.BossNames, player.Bosses);
        json.WriteStartObject(Items);
        WriteTallies(json, players, players.ItemNames, player.Items);
        json.WriteStartObject(Counters);
        WriteTallies(json, players, players.CounterNames, player.Counters);
        WriteUpdatedAt(json, player.UpdatedAt);
    }

    /// <summary>An export of somebody who has gained nothing yet, and so was never changed.</summary>
    public static void WriteNobody(Utf8JsonWriter json, ReadOnlySpan<byte> playerId, LevelTable levels)
    {
        json.WriteStartObject();
        WriteLevel(json, playerId, 0, levels);
        foreach (JsonEncodedText member in (ReadOnlySpan<JsonEncodedText>)[BossKills, Items, Counters])
        {
            json.WriteStartObject(member);
            json.WriteEndObject();
        }

        json.WriteNull("updatedAt"u8);
        json.WriteNumber("kills"u8, 0);
        json.WriteStartArray(Rewards);
        json.WriteEndArray();
        json.WriteStartArray("grants"u8);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>What comes before <see cref="BossKills"/>.</summary>
    public static void WriteLevel(Utf8JsonWriter json, ReadOnlySpan<byte> playerId, long xp, LevelTable levels)
    {
        int level = levels.LevelAt(xp); // not the one kept, which is of the rules that the player was last judged under
        json.WriteString("playerId"u8, playerId);
        json.WriteNumber("level"u8, level);
        json.WriteNumber("xp"u8, xp);
        json.WriteNumber("xpToNext"u8, level == levels.Top ? 0 : levels.NextAt(level) - xp);
    }

    /// <summary>What comes after <see cref="Counters"/>.</summary>
    public static void WriteUpdatedAt(Utf8JsonWriter json, long updatedAt) => json.WriteString("updatedAt"u8, Time(updatedAt));

    /// <summary>The rewards granted, in order; with their receipts for an export.</summary>
    public static void WriteRewards(Utf8JsonWriter json, PlayerTable players, int number, bool withReceipts)
    {
        json.WriteStartArray(Rewards);
        foreach (Grant grant in players.Grants.Of(players[number].Rewards))
        {
            bool claimed = grant.Claim != Grant.Unclaimed;
            WriteReward(
                json,
                players.RewardNames.Utf8(grant.Reward),
                grant.At,
                claimed ? players.Claim(grant.Claim).At : null,
                claimed && withReceipts ? ClaimReceipts.Write(players, number, grant) : null);
        }

        json.WriteEndArray();
    }

    /// <summary>One reward; claimed when it has a time.</summary>
    public static void WriteReward(Utf8JsonWriter json, ReadOnlySpan<byte> reward, long grantedAt, long? claimedAt, string? receipt)
    {
        json.WriteStartObject();
        json.WriteString("reward"u8, reward);
        json.WriteString("status"u8, claimedAt is null ? "claimable"u8 : "claimed"u8);
        json.WriteString("grantedAt"u8, Time(grantedAt));
        if (claimedAt is { } at)
            json.WriteString("claimedAt"u8, Time(at));
        if (receipt is not null)
            json.WriteString("receipt"u8, receipt);
        json.WriteEndObject();
    }

    // Closes the object that its caller began.
    private static void WriteTallies(Utf8JsonWriter json, PlayerTable players, NameTable names, ShortList list)
    {
        foreach (Tally tally in players.Tallies.Of(list))
            json.WriteNumber(names.Utf8(tally.Name), tally.Count);
        json.WriteEndObject();
    }

    private static DateTime Time(long ticks) => DateTime.UnixEpoch.AddTicks(ticks);
}
