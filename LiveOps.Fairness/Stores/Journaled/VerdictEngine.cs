using LiveOps.Core.Events;
using LiveOps.Core.Ids;
using LiveOps.Core.Verdicts;
using LiveOps.Fairness.Flags;
using LiveOps.Fairness.Learning;
using LiveOps.Fairness.Metrics;
using LiveOps.Fairness.Players;
using LiveOps.Fairness.Policies;
using LiveOps.Fairness.State;
using LiveOps.Fairness.Verdicts;

namespace LiveOps.Fairness.Stores.Journaled;

/// <summary>
/// Verdicts from the state in memory, by <see cref="Judge"/>, under the lock of one event's shard at a time. A flag is on its way to the
/// journal before the batch is, so one fsync covers both. Completes synchronously.
/// </summary>
internal sealed class VerdictEngine(FairnessState state, FlagWriter writer, FairnessMetrics metrics) : IVerdicts
{
    /// <inheritdoc/>
    public ValueTask AskAsync(EventBatch batch, Memory<Verdict> verdicts, CancellationToken cancellation)
    {
        Ask(batch, verdicts.Span);
        return ValueTask.CompletedTask;
    }

    /// <summary>Fills one verdict for each event.</summary>
    public void Ask(EventBatch batch, Span<Verdict> verdicts)
    {
        FairnessPolicy policy = state.Document.At(batch.AcceptedAt) ?? throw new VerdictsUnavailableException("Fairness has no policy yet.");
        List<Raised>? raised = null;
        Provisional? earlier = batch.Count > 1 ? Provisional.OfThread() : null;
        int at = 0;
        var ahead = new PlayersAhead(state, batch, gains: true);
        Span<UInt128> players = stackalloc UInt128[Prefetch.Most];
        foreach (GameEvent e in batch)
        {
            if (at % Prefetch.Most == 0)
                ahead.Next(players);
            UInt128 id = players[at % Prefetch.Most];
            Shard shard = state.ShardOf(id);
            Verdict verdict;
            lock (shard.Gate)
                verdict = Judge.Event(policy, shard, shard.Enter(id), e, isLearned: false, earlier, metrics, ref raised);
            if (verdict.Kind != VerdictKind.Accepted)
                metrics.Dropped(verdict.Kind);
            verdicts[at++] = verdict;
        }

        if (raised is not null)
            writer.Write(raised);
    }
}
