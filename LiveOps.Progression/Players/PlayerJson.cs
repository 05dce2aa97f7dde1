using System.Text.Json;
using LiveOps.Progression.Claims;
using LiveOps.Progression.Rules;

namespace LiveOps.Progression.Players;

/// <summary>A player as JSON.</summary>
internal static class PlayerJson
{
    /// <summary>Id, level, XP, kills, items and the time of the last change.</summary>
    public static void WriteProgress(Utf8JsonWriter json, PlayerTable players, int number, LevelTable levels)
    {
        ref Player player = ref players[number];
        int level = levels.LevelAt(player.Xp); // not the one kept, which is of the rules that the player was last judged under
        json.WriteString("playerId"u8, players.Ids.Utf8(number));
        json.WriteNumber("level"u8, level);
        json.WriteNumber("xp"u8, player.Xp);
        json.WriteNumber("xpToNext"u8, level == levels.Top ? 0 : levels.NextAt(level) - player.Xp);
        WriteTallies(json, "bossKills"u8, players, players.BossNames, player.Bosses);
        WriteTallies(json, "items"u8, players, players.ItemNames, player.Items);
        json.WriteString("updatedAt"u8, Time(player.UpdatedAt));
    }

    /// <summary>The rewards granted, in order; with their receipts for an export.</summary>
    public static void WriteRewards(Utf8JsonWriter json, PlayerTable players, int number, bool withReceipts)
    {
        json.WriteStartArray("rewards"u8);
        foreach (Grant grant in players.Grants.Of(players[number].Rewards))
        {
            bool claimed = grant.Claim != Grant.Unclaimed;
            json.WriteStartObject();
            json.WriteString("reward"u8, players.RewardNames.Utf8(grant.Reward));
            json.WriteString("status"u8, claimed ? "claimed"u8 : "claimable"u8);
            json.WriteString("grantedAt"u8, Time(grant.At));
            if (claimed)
                json.WriteString("claimedAt"u8, Time(players.Claim(grant.Claim).At));
            if (claimed && withReceipts)
                json.WriteString("receipt"u8, ClaimReceipts.Write(players, number, grant));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteTallies(Utf8JsonWriter json, ReadOnlySpan<byte> member, PlayerTable players, NameTable names, ShortList list)
    {
        json.WriteStartObject(member);
        foreach (Tally tally in players.Tallies.Of(list))
            json.WriteNumber(names.Utf8(tally.Name), tally.Count);
        json.WriteEndObject();
    }

    private static DateTime Time(long ticks) => DateTime.UnixEpoch.AddTicks(ticks);
}
