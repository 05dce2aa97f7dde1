using System.Runtime.InteropServices;
using System.Text;
using LiveOps.Core.Boards;
using LiveOps.Core.Bus;
using LiveOps.Core.Events;
using LiveOps.Core.Ids;
using LiveOps.Fairness.Flags;
using LiveOps.Fairness.Learning;
using LiveOps.Fairness.Metrics;
using LiveOps.Fairness.Policies;
using LiveOps.Fairness.Standings;
using LiveOps.Fairness.State;
using LiveOps.ServiceDefaults.Stores;

namespace LiveOps.Fairness.Stores.Redis;

/// <summary>
/// Learns from the bus:
/// <list type="number">
/// <item>read the histories of the players of whom there is something to learn: mostly of scores and kills;</item>
/// <item>learn all events in their order (<see cref="Learner"/>), but those whose ids are in the history already;</item>
/// <item>where learning raised flags, read the conduct and the case too and raise them there;</item>
/// <item>write all in one step, with the ids; players whom somebody else has changed meanwhile are learned again.</item>
/// </list>
/// A throw may leave some players written: their ids are with them, so that they learn nothing twice when all comes again.
/// </summary>
internal sealed class RedisLearning(RedisPlayers redis, RedisErasure erasure, SharedPolicy shared, FairnessMetrics metrics, TimeProvider clock) : IBusConsumer
{
    private Workspace? _spare = new();

    /// <inheritdoc/>
    public string Name => FairnessCommand.Consumer;

    /// <inheritdoc/>
    public async ValueTask ApplyAsync(IReadOnlyList<BusMessage> messages, CancellationToken cancellation)
    {
        var batches = new List<EventBatch>();
        foreach (BusMessage message in messages)
        {
            if (message.Kind == BusMessageKind.Events)
            {
                if (!EventBatch.TryRead(message.Payload, out EventBatch batch))
                    throw new InvalidDataException("a message that is no batch of events");
                batches.Add(batch);
            }
            else if (message.Kind == BusMessageKind.PlayerErased)
            {
                await LearnAsync(batches);
                batches.Clear();
                await erasure.EraseAsync(Encoding.UTF8.GetString(message.Payload.Span), await shared.GetAsync(clock.UnixTicks()));
            }
            else if (message.Kind == BusMessageKind.BoardOrders)
            {
                await LearnAsync(batches);
                batches.Clear();
                await shared.KeepAsync(BoardOrders.TryRead(message.Payload.Span, out BoardOrders orders)
                    ? orders
                    : throw new InvalidDataException("boards' orders of a version that this program cannot read"));
            }
        }

        await LearnAsync(batches);
    }

    // By the policy that each was judged by: one for all of them, but where another came into force between two.
    private async Task LearnAsync(List<EventBatch> batches)
    {
        Workspace space = Interlocked.Exchange(ref _spare, null) ?? new Workspace();
        for (int at = 0, end; at < batches.Count; at = end)
        {
            FairnessPolicy policy = await shared.GetAsync(batches[at].AcceptedAt);
            for (end = at + 1; end < batches.Count && ReferenceEquals(policy, await shared.GetAsync(batches[end].AcceptedAt));)
                end++;
            await LearnAsync(batches.GetRange(at, end - at), space, policy);
        }

        _spare = space;
    }

    private async Task LearnAsync(List<EventBatch> batches, Workspace space, FairnessPolicy policy)
    {
        // 1
        List<int> numbers = Gather(batches, space, policy);
        await redis.ReadAsync(space.Players);
        IReadOnlyList<StoredPlayer> pending = [.. space.Players];
        for (int tries = 0; pending.Count > 0; tries++)
        {
            if (tries == RedisPlayers.MaxTries)
                throw new StoreUnavailableException("redis", $"has {pending.Count} players who are changed from elsewhere all the time");

            // 2, 4
            foreach (StoredPlayer player in pending)
                space.Take(player);
            Dictionary<StoredPlayer, List<Flag>> flags = LearnPending(batches, numbers, space, policy);

            // 3
            await redis.ReadAsync(flags.Keys);
            foreach ((StoredPlayer player, List<Flag> raised) in flags)
                Raise(player, raised, space, policy);

            // 4
            foreach (StoredPlayer player in pending)
                player.IsPending = false;
            pending = await redis.WriteAsync(Changed(pending, space, policy));
            foreach (StoredPlayer player in pending)
                player.IsPending = true;
        }

        foreach (StoredPlayer player in space.Players)
        {
            foreach (string rule in player.BrokenRules)
                metrics.Broken(rule);
        }
    }

    // The numbers of the players of the events there is something to learn from, in order.
    private static List<int> Gather(List<EventBatch> batches, Workspace space, FairnessPolicy policy)
    {
        var numbers = new List<int>(batches.Sum(batch => batch.Count));
        space.Begin(policy);
        foreach (EventBatch batch in batches)
        {
            foreach (GameEvent e in batch)
            {
                if (!Learner.Wants(e.Type, batch.Unverified))
                    continue;
                StoredPlayer player = space.Enter(e.PlayerId);
                player.WantHistory();
                numbers.Add(player.Number);
            }
        }

        return numbers;
    }

    private static Dictionary<StoredPlayer, List<Flag>> LearnPending(List<EventBatch> batches, List<int> numbers, Workspace space, FairnessPolicy policy)
    {
        var flags = new Dictionary<StoredPlayer, List<Flag>>();
        int n = 0;
        foreach (EventBatch batch in batches)
        {
            foreach (GameEvent e in batch)
            {
                if (!Learner.Wants(e.Type, batch.Unverified))
                    continue;
                StoredPlayer player = space[numbers[n++]];
                if (!player.IsPending || !player.Learned.Add(IdHash.Of(e.Id), e.AcceptedAt))
                    continue;
                player.IsChanged = true;
                space.Shard.Players[player.Number].LearnedAt = (uint)Math.Max(1, e.AcceptedAt / TimeSpan.TicksPerSecond);
                if (Learner.Learn(policy, space.Shard, player.Number, e, batch.Unverified) is not { } flag)
                    continue;
                player.WantConduct();
                player.WantCase();
                (CollectionsMarshal.GetValueRefOrAddDefault(flags, player, out _) ??= []).Add(flag);
            }
        }

        return flags;
    }

    private static void Raise(StoredPlayer player, List<Flag> flags, Workspace space, FairnessPolicy policy)
    {
        ConductFormat.Read(player.Conduct!.Was, space.Shard, player.Number, policy);
        Standing standing = space.Shard.Record(player.Id).Live;
        foreach (Flag flag in flags)
        {
            if (standing.Raise(flag, policy.Escalation) is not { } raised)
                continue;
            (player.Raised ??= []).Add(raised);
            player.Broken(flag.Rule);
        }
    }

    private List<StoredPlayer> Changed(IReadOnlyList<StoredPlayer> learned, Workspace space, FairnessPolicy policy)
    {
        long now = clock.UnixTicks();
        var changed = new List<StoredPlayer>(learned.Count);
        foreach (StoredPlayer player in learned)
        {
            if (!player.IsChanged)
                continue;
            HistoryFormat.Write(player.History!, space.PartBuffer, space.Shard, player.Number, player.Learned, policy.ForgetAfter);
            if (player.Raised is not null)
            {
                ConductFormat.Write(player.Conduct!, space.Shard, player.Number, policy, now);
                StoredCase.Add(player.Case!, player.Raised);
            }

            changed.Add(player);
        }

        return changed;
    }
}
