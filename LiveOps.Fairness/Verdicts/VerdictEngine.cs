using System.Runtime.CompilerServices;
using LiveOps.Core.Events;
using LiveOps.Core.Ids;
using LiveOps.Core.Verdicts;
using LiveOps.Fairness.Flags;
using LiveOps.Fairness.Metrics;
using LiveOps.Fairness.Players;
using LiveOps.Fairness.Policies;
using LiveOps.Fairness.Rules;
using LiveOps.Fairness.Standings;
using LiveOps.Fairness.State;

namespace LiveOps.Fairness.Verdicts;

/// <summary>
/// Judges events, each on its own:
/// <list type="number">
/// <item>a blocked player's event is refused;</item>
/// <item>over the player's rate (less when throttled): refused, and it costs nothing;</item>
/// <item>the rules for its type and board: the strongest broken one decides, an observed one is counted;</item>
/// <item>what is accepted adds to the player's gains;</item>
/// <item>a flag counts at once, for the very next event; it is on its way to the journal before the batch is, so one fsync covers both.</item>
/// </list>
/// Completes synchronously; allocates nothing for what is accepted without a flag.
/// </summary>
internal sealed class VerdictEngine(FairnessState state, FlagWriter writer, FairnessMetrics metrics) : IVerdicts
{
    private const string RateDetail = "The player sends more events than the policy allows.";

    /// <inheritdoc/>
    public ValueTask AskAsync(EventBatch batch, Memory<Verdict> verdicts, CancellationToken cancellation)
    {
        Ask(batch, verdicts.Span);
        return ValueTask.CompletedTask;
    }

    /// <summary>Fills one verdict for each event.</summary>
    public void Ask(EventBatch batch, Span<Verdict> verdicts)
    {
        FairnessPolicy policy = state.Policy ?? throw new VerdictsUnavailableException("Fairness has no policy yet.");
        List<Flag>? raised = null;
        int at = 0;
        foreach (GameEvent e in batch)
        {
            Verdict verdict = Judge(policy, e, ref raised);
            if (verdict.Kind != VerdictKind.Accepted)
                metrics.Dropped(verdict.Kind);
            verdicts[at++] = verdict;
        }

        if (raised is not null)
            writer.Write(raised);
    }

    private Verdict Judge(FairnessPolicy policy, in GameEvent e, ref List<Flag>? raised)
    {
        UInt128 id = IdHash.Of(e.PlayerId);
        Shard shard = state.ShardOf(id);
        long now = e.AcceptedAt;
        lock (shard.Gate)
        {
            shard.Gains.Use(policy.GainLayout, policy.Gains.Length);
            int number = shard.Enter(id);
            ref PlayerSlot player = ref shard.Players[number];

            // 1
            RateLimit rate = policy.Rates;
            if (player.Recorded)
            {
                Standing standing = shard.Records[id].Live;
                StandingStatus status = standing.At(now);
                if (status == StandingStatus.Blocked)
                    return standing.Refuse(now);
                if (status == StandingStatus.Throttled)
                    rate = policy.ThrottledRates;
            }

            // 2
            if (!rate.TryTake(ref player.Arrival, now, out int retryAfter))
                return new Verdict(VerdictKind.RateLimited, retryAfter, RateDetail);

            // 3
            ulong board = e.Type == EventType.ScoreSubmitted ? Boards.Hash(e.Subject) : 0;
            ref ScoreHistory history = ref Unsafe.NullRef<ScoreHistory>();
            if (board != 0)
                history = ref shard.Scores.Find(player.Scores, board);
            RuleSet rules = policy.For(e.Type, board);
            Span<GainWindow> gains = shard.Gains.Of(number);
            var context = new RuleContext(e, ref player, ref history, gains);
            Rule? broken = FirstBroken(rules, context, out Evidence evidence);

            // 4
            if (broken is not { Then: Consequence.Reject })
            {
                foreach (GainRule gain in rules.Gains)
                    gain.Count(gains, e);
            }

            // 5
            return broken is null ? default : Flagged(policy, shard, id, broken, evidence, e, ref raised);
        }
    }

    private Rule? FirstBroken(RuleSet rules, in RuleContext context, out Evidence evidence)
    {
        foreach (Rule rule in rules.Rules)
        {
            if (!rule.IsBroken(context, out evidence))
                continue;
            metrics.Broken(rule.Id);
            if (rule.Then != Consequence.Observe)
                return rule;
        }

        evidence = default;
        return null;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Verdict Flagged(FairnessPolicy policy, Shard shard, UInt128 id, Rule rule, in Evidence evidence, in GameEvent e, ref List<Flag>? raised)
    {
        Flag flag = Flag.Of(rule, evidence, e);
        if (shard.Record(id).Live.Raise(flag, policy.Escalation, out _))
            (raised ??= []).Add(flag);
        return rule.Then == Consequence.Reject ? new Verdict(VerdictKind.Implausible, Detail: rule.Refusal) : default;
    }
}
