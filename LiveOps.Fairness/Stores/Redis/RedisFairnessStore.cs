using System.Text;
using LiveOps.Core.Audit;
using LiveOps.Core.Ids;
using LiveOps.Fairness.Flags;
using LiveOps.Fairness.Players;
using LiveOps.Fairness.Policies;
using LiveOps.Fairness.Standings;
using LiveOps.ServiceDefaults.Policies.Documents;
using LiveOps.ServiceDefaults.Signing;
using LiveOps.ServiceDefaults.Stores;

namespace LiveOps.Fairness.Stores.Redis;

/// <summary>Standings, decisions and flags in Redis.</summary>
internal sealed class RedisFairnessStore(
    RedisPlayers redis, PlayerLog<Flag> flags, RedisPlayerEpochs epochs, IPolicies<FairnessPolicy> policies, TimeProvider clock) : IFairnessStore
{
    /// <inheritdoc/>
    public async ValueTask<StandingAnswer> StandingAsync(string playerId)
    {
        var player = new StoredPlayer(Hash(playerId));
        StoredPart conduct = player.WantConduct();
        await redis.ReadAsync([player]);
        return ConductFormat.StandingOf(conduct.Was) is { } standing
            ? StandingAnswer.Of(playerId, standing, clock.UnixTicks())
            : StandingAnswer.Clean(playerId);
    }

    /// <inheritdoc/>
    public async ValueTask<StandingAnswer?> DecideAsync(OperatorAction action, CancellationToken cancellation)
    {
        StoredPlayer[] player = [new StoredPlayer(Hash(action.PlayerId))];
        StoredPart conduct = player[0].WantConduct();
        await redis.ReadAsync(player);
        for (int tries = 0; tries < RedisPlayers.MaxTries; tries++)
        {
            long now = clock.UnixTicks();
            Standing standing = ConductFormat.StandingOf(conduct.Was) ?? new Standing();
            if (!action.IsOf(standing))
                return null;
            if (action.IsNothing(standing))
                return StandingAnswer.Of(action.PlayerId, standing, now);
            (string before, string after) = action.Apply(standing);
            player[0].TryAgain();
            player[0].Decided.Add(action.Audit with { Before = before, After = after });
            ConductFormat.Write(conduct, standing, (await policies.BetweenAsync(now, now, cancellation)).At(now, out _)!, now);
            if ((await redis.WriteAsync(player)).Count == 0)
                return StandingAnswer.Of(action.PlayerId, standing, now);
        }

        throw new StoreUnavailableException("redis", "has a player who is changed from elsewhere all the time");
    }

    /// <inheritdoc/>
    public async ValueTask<long> RevokeKeysAsync(AuditEntry entry, CancellationToken cancellation)
    {
        UInt128 id = Hash(entry.PlayerId);
        // The epoch lies in another slot than the audit: the entry first, so that nothing is done that nobody is named for.
        await redis.WriteAsync([new StoredPlayer(id) { Decided = { entry with { Outcome = AuditEntry.Asked } } }]);
        return await epochs.RevokeAsync(id);
    }

    /// <inheritdoc/>
    public async ValueTask<LearnedPlayer?> LearnedAsync(string playerId)
    {
        UInt128 id = Hash(playerId);
        var player = new StoredPlayer(id);
        StoredPart history = player.WantHistory();
        await redis.ReadAsync([player]);
        var shard = new Shard();
        int number = shard.Enter(id);
        HistoryFormat.Read(history.Was, shard, number, player.Learned);
        return LearnedPlayer.Of(shard, number);
    }

    /// <inheritdoc/>
    public ValueTask<long> KeysRevokedAsync(string playerId) => epochs.NewestAsync(playerId);

    /// <inheritdoc/>
    public async ValueTask<LogPage<Flag>?> FlagsAsync(PageQuery query) => await flags.PageAsync(query);

    private static UInt128 Hash(string playerId) => IdHash.Of(Encoding.UTF8.GetBytes(playerId));
}
