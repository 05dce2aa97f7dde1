using LiveOps.Core.Events;
using LiveOps.Core.Ids;
using LiveOps.Fairness.Learning;
using LiveOps.Fairness.Players;
using LiveOps.Fairness.Policies;

namespace LiveOps.Fairness.State;

/// <content>Learning from accepted events, and forgetting who was idle.</content>
internal sealed partial class FairnessState
{
    private void Learn(EventBatch batch)
    {
        FairnessPolicy? policy = Document.At(batch.AcceptedAt); // the one that it was judged by
        _newest = Math.Max(_newest, batch.AcceptedAt + batch.Count - 1);
        bool unverified = batch.Unverified;
        _learned.Begin(batch);
        var ahead = new PlayersAhead(this, batch, gains: false);
        Span<UInt128> players = stackalloc UInt128[Prefetch.Most];
        int at = 0;
        foreach (GameEvent e in batch)
        {
            if (at % Prefetch.Most == 0)
            {
                _learned.Prefetch(at);
                ahead.Next(players);
            }

            Learn(policy, players[at % Prefetch.Most], at++, e, unverified);
        }

        Sweep(batch.AcceptedAt, policy);
    }

    // 1 Note that the player is there. 2 Drop what was learned before. 3 Judge by the rules on history, and learn.
    private void Learn(FairnessPolicy? policy, UInt128 id, int at, in GameEvent e, bool unverified)
    {
        Shard shard = ShardOf(id);
        lock (shard.Gate)
        {
            int number = shard.Enter(id);
            shard.Players[number].LearnedAt = (uint)Math.Max(1, e.AcceptedAt / TimeSpan.TicksPerSecond);
            if (!Learner.Wants(e.Type, unverified) || !_learned.Add(at, e))
                return;
            if (Learner.Learn(policy, shard, number, e, unverified) is { } flag && Raise(id, flag))
                RaisedByLearning?.Invoke(flag.Rule);
        }
    }

    private void Sweep(long now, FairnessPolicy? policy)
    {
        if (policy is null)
            return;
        if (_sweptAt == 0 || now - _sweptAt > TimeSpan.TicksPerHour)
            _sweptAt = Math.Max(_sweptAt, now - TimeSpan.TicksPerHour); // after a quiet time one round is enough
        for (; now - _sweptAt >= SweepEvery; _sweptAt += SweepEvery)
        {
            Shard shard = _shards[_sweepNext];
            _sweepNext = (_sweepNext + 1) % Shard.Count;
            lock (shard.Gate)
                shard.Sweep(now, policy);
        }
    }
}
