using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using LiveOps.Core.Bus;
using LiveOps.Progression.Claims;
using LiveOps.Progression.Rules;
using LiveOps.Progression.State;
using LiveOps.ServiceDefaults.Sql;
using Microsoft.EntityFrameworkCore;

namespace LiveOps.Progression.Stores.Sql;

/// <summary>Progress in SQL, for any number of replicas; progress alone, which games ask for all the time, from a cache before it.</summary>
internal sealed class SqlStore(
    SqlDatabase<ProgressContext> database, RulesInForce rules, SqlClaims claims, SqlErasure erasure, ProgressCache cache, IEventBus bus) : IProgressStore
{
    public ReadOnlyMemory<byte> RulesJson => rules.Current.Json;

    public async ValueTask<bool> TryWriteAsync(string playerId, PlayerPart part, Utf8JsonWriter json, CancellationToken cancellation)
    {
        if (part == PlayerPart.Progress)
        {
            if (await cache.GetAsync(playerId, () => ProgressAsync(playerId, cancellation)) is not { } progress)
                return false;
            json.WriteRawValue(progress, skipInputValidation: true);
            return true;
        }

        PlayerRow? player = await PlayerAsync(playerId, cancellation);
        if (player is null)
            return false;
        List<RewardRow> rewards = await database.ReadAsync(
            "read_rewards",
            (context, token) => context.Rewards.Where(row => row.PlayerId == playerId).OrderBy(row => row.Position).ToListAsync(token),
            cancellation);
        List<GrantRow> grants = part != PlayerPart.Export ? [] : await database.ReadAsync(
            "read_grants",
            (context, token) => context.Grants.Where(row => row.PlayerId == playerId).OrderBy(row => row.GrantedAt).ThenBy(row => row.GrantId).ToListAsync(token),
            cancellation);
        json.WriteStartObject();
        if (part == PlayerPart.Export)
        {
            WriteProgress(json, player, rules.Current.Rules.Levels);
            json.WriteNumber("kills"u8, player.Kills);
        }

        WriteRewards(json, rewards, withReceipts: part == PlayerPart.Export);
        if (part == PlayerPart.Export)
            WriteGrants(json, grants);
        json.WriteEndObject();
        return true;
    }

    private static void WriteGrants(Utf8JsonWriter json, List<GrantRow> grants)
    {
        json.WriteStartArray("grants"u8);
        foreach (GrantRow grant in grants)
            json.WriteRawValue(grant.Document, skipInputValidation: true);
        json.WriteEndArray();
    }

    public void WriteNobody(string playerId, Utf8JsonWriter json) => PlayerJson.WriteNobody(json, Encoding.ASCII.GetBytes(playerId), rules.Current.Rules.Levels);

    public async ValueTask<ClaimOutcome> ClaimAsync(RewardClaim claim, CancellationToken cancellation) => await claims.ClaimAsync(claim, cancellation);

    public async ValueTask EraseAsync(string playerId, CancellationToken cancellation)
    {
        // Announced first: when we end here, the announcement erases the player in this service too.
        await bus.PublishAsync(new BusMessage(BusMessageKind.PlayerErased, Encoding.ASCII.GetBytes(playerId)), cancellation);
        await erasure.EraseAsync(playerId, cancellation);
    }

    private async Task<byte[]?> ProgressAsync(string playerId, CancellationToken cancellation)
    {
        if (await PlayerAsync(playerId, cancellation) is not { } player)
            return null;
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, SqlBatch.Options))
        {
            json.WriteStartObject();
            WriteProgress(json, player, rules.Current.Rules.Levels);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private Task<PlayerRow?> PlayerAsync(string playerId, CancellationToken cancellation) => database.ReadAsync(
        "read_player",
        (context, token) => context.Players.Where(row => row.PlayerId == playerId && row.UpdatedAt > 0).SingleOrDefaultAsync(token),
        cancellation);

    private static void WriteProgress(Utf8JsonWriter json, PlayerRow player, LevelTable levels)
    {
        PlayerJson.WriteLevel(json, Encoding.ASCII.GetBytes(player.PlayerId), player.Xp, levels);
        json.WritePropertyName(PlayerJson.BossKills);
        json.WriteRawValue(player.Bosses ?? "{}", skipInputValidation: true);
        json.WritePropertyName(PlayerJson.Items);
        json.WriteRawValue(player.Items ?? "{}", skipInputValidation: true);
        json.WritePropertyName(PlayerJson.Counters);
        json.WriteRawValue(player.Counters ?? "{}", skipInputValidation: true);
        PlayerJson.WriteUpdatedAt(json, player.UpdatedAt);
    }

    private static void WriteRewards(Utf8JsonWriter json, List<RewardRow> rewards, bool withReceipts)
    {
        json.WriteStartArray(PlayerJson.Rewards);
        foreach (RewardRow reward in rewards)
        {
            string? receipt = withReceipts && reward.ClaimId is { } claim
                ? ClaimReceipts.Write(reward.KeyId!, reward.PlayerId, BinaryPrimitives.ReadUInt128BigEndian(claim), reward.Reward, reward.ClaimedAt!.Value, reward.Signature)
                : null;
            PlayerJson.WriteReward(json, Encoding.ASCII.GetBytes(reward.Reward), reward.GrantedAt, reward.ClaimedAt, receipt);
        }

        json.WriteEndArray();
    }
}
