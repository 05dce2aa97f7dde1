using System.Runtime.CompilerServices;
using LiveOps.Core.Boards;
using LiveOps.Core.Events;
using LiveOps.Fairness.Conduct;
using LiveOps.Fairness.Flags;
using LiveOps.Fairness.Players;
using LiveOps.Fairness.Policies;
using LiveOps.Fairness.Rules;

namespace LiveOps.Fairness.Learning;

/// <summary>
/// Learns a player's normal from accepted events, wherever the players are kept: judges by the rules on history, now that all before the
/// event is known, then learns it. Whoever calls has the shard for themselves, and has dropped what was learned before.
/// </summary>
internal static class Learner
{
    /// <summary>Whether there is anything to learn, or to judge, of such an event.</summary>
    public static bool Wants(EventType type, bool unverified) => unverified || type is EventType.ScoreSubmitted or EventType.BossKilled;

    /// <summary>Learns an event.</summary>
    /// <param name="policy">The policy in force; null for none.</param>
    /// <param name="shard">Where the player is kept.</param>
    /// <param name="number">The player's number there.</param>
    /// <param name="e">The event.</param>
    /// <param name="unverified">Whether no verdict was asked for it: then all rules are judged, not only those on history.</param>
    /// <returns>A flag to be raised, or null.</returns>
    public static Flag? Learn(FairnessPolicy? policy, Shard shard, int number, in GameEvent e, bool unverified)
    {
        ref PlayerSlot player = ref shard.Players[number];
        bool score = e.Type == EventType.ScoreSubmitted;
        ulong board = score ? BoardHash.Of(e.Subject) : 0;
        ref ScoreHistory history = ref Unsafe.NullRef<ScoreHistory>();
        if (score)
            history = ref shard.Scores.Find(player.Scores, board);
        RuleSet? rules = policy?.For(e.Type, board, e.Subject);
        Flag? flag = rules is null ? null : Broken(unverified ? rules.Unasked : rules.Learned, new RuleContext(e, ref player, ref history, policy!.Orders.IsAscending(board), default));

        if (score && Unsafe.IsNullRef(ref history))
            history = ref shard.Scores.Begin(ref player.Scores, board);
        Take(e, ref player, ref history, rules?.RunSeconds ?? 0);
        return flag;
    }

    /// <summary>Learns an event without judging it.</summary>
    /// <param name="e">The event.</param>
    /// <param name="player">Its player.</param>
    /// <param name="history">A score's history on its board; a null reference where none is kept. Looked at for scores alone.</param>
    /// <param name="runSeconds">How long a run of the same score is followed.</param>
    public static void Take(in GameEvent e, ref PlayerSlot player, ref ScoreHistory history, int runSeconds)
    {
        if (e.Type == EventType.ScoreSubmitted)
        {
            if (!Unsafe.IsNullRef(ref history))
                history.Learn(e.Value, e.AcceptedAt, runSeconds);
            player.ScoreRhythm.Learn(Rhythm.TimeOf(e));
        }
        else if (e.Type == EventType.BossKilled)
        {
            player.KillRhythm.Learn(Rhythm.TimeOf(e));
        }
    }

    private static Flag? Broken(Rule[] rules, in RuleContext context)
    {
        foreach (Rule rule in rules)
        {
            if (rule.IsBroken(context, out Evidence evidence))
                return Flag.Of(rule, evidence, context);
        }

        return null;
    }
}
