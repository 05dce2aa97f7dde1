using System.Globalization;
using System.Text;
using LiveOps.Core.Audit;
using LiveOps.Core.Bus;
using LiveOps.Core.Ids;
using LiveOps.Fairness.Flags;
using LiveOps.Fairness.Players;
using LiveOps.Fairness.Standings;
using LiveOps.Fairness.State;

namespace LiveOps.Fairness.Stores.Journaled;

/// <summary>The state in memory; decisions go through the journal.</summary>
internal sealed class JournaledStore(FairnessState state, ICommandLog commands, TimeProvider clock) : IFairnessStore
{
    /// <inheritdoc/>
    public ValueTask<StandingAnswer> StandingAsync(string playerId) => new(Standing(playerId));

    /// <inheritdoc/>
    public async ValueTask<StandingAnswer?> DecideAsync(OperatorAction action, CancellationToken cancellation) =>
        IsNothing(action) || await commands.ExecuteAsync(FairnessCommand.Consumer, FairnessCommand.Audited(AuditedCommand.Of(action.Audit, FairnessCommand.Decide(action))), cancellation) is true
            ? Standing(action.PlayerId)
            : null;

    /// <inheritdoc/>
    public async ValueTask<long> RevokeKeysAsync(AuditEntry entry, CancellationToken cancellation) =>
        (long)(await commands.ExecuteAsync(FairnessCommand.Consumer, FairnessCommand.Audited(AuditedCommand.Of(entry, FairnessCommand.Revoke(entry.PlayerId, entry.At))), cancellation))!;

    /// <inheritdoc/>
    public ValueTask<LearnedPlayer?> LearnedAsync(string playerId)
    {
        UInt128 id = IdHash.Of(Encoding.UTF8.GetBytes(playerId));
        Shard shard = state.ShardOf(id);
        lock (shard.Gate)
            return new(shard.Players.Find(id) is >= 0 and var number ? LearnedPlayer.Of(shard, number) : null);
    }

    /// <inheritdoc/>
    public ValueTask<long> KeysRevokedAsync(string playerId) => new(state.Revocations.Of(IdHash.Of(Encoding.UTF8.GetBytes(playerId))));

    /// <inheritdoc/>
    public ValueTask<LogPage<Flag>?> FlagsAsync(PageQuery query) => new(Page(state.Flags, query, flag => flag.PlayerId));

    // Before it is in the journal: a replay does what is there.
    private bool IsNothing(OperatorAction action)
    {
        UInt128 id = IdHash.Of(Encoding.UTF8.GetBytes(action.PlayerId));
        Shard shard = state.ShardOf(id);
        lock (shard.Gate)
        {
            PlayerRecord? record = shard.Records.GetValueOrDefault(id);
            return action.IsOf(record?.Durable) && action.IsNothing(record?.Durable) && action.IsNothing(record?.Live);
        }
    }

    private StandingAnswer Standing(string playerId)
    {
        UInt128 id = IdHash.Of(Encoding.UTF8.GetBytes(playerId));
        Shard shard = state.ShardOf(id);
        lock (shard.Gate)
        {
            if (!shard.Records.TryGetValue(id, out PlayerRecord? record))
                return StandingAnswer.Clean(playerId);
            long now = clock.UnixTicks();
            return StandingAnswer.Of(playerId, record.Live, now) with { HeldUntil = record.Durable.HeldUntil(now) }; // what decisions are compared with: a flag on its way is not in it yet
        }
    }

    // A position is the number of an entry in the log.
    private static LogPage<T>? Page<T>(BoundedLog<T> log, PageQuery query, Func<T, string> player) where T : class
    {
        long before = long.MaxValue;
        if (query.After is { } after && !long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out before))
            return null;
        List<T> entries = log.Page(before, query.Limit, entry => query.Wants(player(entry)), out long? next);
        return new LogPage<T>(entries, next?.ToString(CultureInfo.InvariantCulture));
    }
}
