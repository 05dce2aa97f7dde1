using System.Runtime.CompilerServices;
using LiveOps.Core.Boards;
using LiveOps.Core.Events;
using LiveOps.Core.Verdicts;
using LiveOps.Fairness.Conduct;
using LiveOps.Fairness.Flags;
using LiveOps.Fairness.Learning;
using LiveOps.Fairness.Players;
using LiveOps.Fairness.Policies;
using LiveOps.Fairness.Rules;
using LiveOps.Fairness.Standings;

namespace LiveOps.Fairness.Verdicts;

/// <summary>
/// Judges events in their order, wherever the players are kept:
/// <list type="number">
/// <item>a blocked player's event is refused;</item>
/// <item>over the player's rate (less when throttled): refused, and it costs nothing;</item>
/// <item>the rules for its type and board: the strongest broken one decides, an observed one is counted; those on history only while the event is not in it;</item>
/// <item>what is accepted adds to the player's gains;</item>
/// <item>a flag counts at once, for the very next event;</item>
/// <item>what is accepted counts as learned for what comes later in the same call.</item>
/// </list>
/// Allocates nothing for what is accepted without a flag.
/// </summary>
internal static class Judge
{
    private const string RateDetail = "The player sends more events than the policy allows.";

    /// <summary>Judges an event of a player. Whoever calls has the shard for themselves.</summary>
    /// <param name="policy">The policy in force.</param>
    /// <param name="shard">Where the player is kept.</param>
    /// <param name="number">The player's number there.</param>
    /// <param name="e">The event.</param>
    /// <param name="isLearned">Whether it was learned before: it is sent again, has been judged by the history before it, and would now be compared with itself.</param>
    /// <param name="earlier">What the call has accepted before it; null where it is the only one. What is learned is not added to it.</param>
    /// <param name="counted">Is told of broken rules.</param>
    /// <param name="raised">Gets the flag, if there is one.</param>
    public static Verdict Event(FairnessPolicy policy, Shard shard, int number, in GameEvent e, bool isLearned, Provisional? earlier, IBrokenRules counted, ref List<Raised>? raised)
    {
        shard.Gains.Use(policy.GainLayout, policy.Gains.Length);
        ref PlayerSlot player = ref shard.Players[number];
        long now = e.AcceptedAt;

        // 1
        RateLimit rate = policy.Rates;
        if (player.Recorded)
        {
            Standing standing = shard.Records[player.Id].Live;
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
        ulong board = e.Type == EventType.ScoreSubmitted ? BoardHash.Of(e.Subject) : 0;
        ref PlayerSlot known = ref player;
        ref ScoreHistory history = ref Unsafe.NullRef<ScoreHistory>();
        if (board != 0)
            history = ref shard.Scores.Find(player.Scores, board);
        bool taught = earlier is not null && !isLearned && Learner.Wants(e.Type, unverified: false);
        if (taught && earlier!.Knows(player.Id, out int ahead))
        {
            known = ref earlier.Player(ahead);
            ref ScoreHistory later = ref earlier.Scores(ahead, board);
            if (!Unsafe.IsNullRef(ref later))
                history = ref later;
        }

        RuleSet rules = policy.For(e.Type, board, e.Subject);
        Span<GainWindow> gains = shard.Gains.Of(number);
        var context = new RuleContext(e, ref known, ref history, policy.Orders.IsAscending(board), gains);
        Rule? broken = FirstBroken(rules, isLearned, context, counted, out Evidence evidence);

        // 4
        if (broken is not { Then: Consequence.Reject })
        {
            foreach (GainRule gain in rules.Gains)
                gain.Count(gains, e);
        }

        // 5
        Verdict verdict = broken is null ? default : Flagged(policy, shard, player.Id, broken, evidence, context, ref raised);

        // 6
        if (taught && verdict.Kind == VerdictKind.Accepted)
            earlier!.Take(e, player, in history, rules.RunSeconds);
        return verdict;
    }

    private static Rule? FirstBroken(RuleSet rules, bool isLearned, in RuleContext context, IBrokenRules counted, out Evidence evidence)
    {
        foreach (Rule rule in rules.Rules)
        {
            if (isLearned && rule.Learned || !rule.IsBroken(context, out evidence))
                continue;
            counted.Broken(rule.Id);
            if (rule.Then != Consequence.Observe)
                return rule;
        }

        evidence = default;
        return null;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Verdict Flagged(FairnessPolicy policy, Shard shard, UInt128 id, Rule rule, in Evidence evidence, in RuleContext context, ref List<Raised>? raised)
    {
        if (shard.Record(id).Live.Raise(Flag.Of(rule, evidence, context), policy.Escalation) is { } flag)
            (raised ??= []).Add(flag);
        // Which rule, and by how much, is the operators' to read, in the flag: whoever sends may be the one who cheats.
        return rule.Then == Consequence.Reject ? new Verdict(VerdictKind.Implausible) : default;
    }
}
