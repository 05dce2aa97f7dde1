using LiveOps.Core.Events;
using LiveOps.Core.Verdicts;
using LiveOps.Fairness.Flags;
using LiveOps.Fairness.Learning;
using LiveOps.Fairness.Players;
using LiveOps.Fairness.Policies;
using LiveOps.Fairness.Standings;
using LiveOps.Fairness.Verdicts;

namespace LiveOps.Fairness.Stores;

/// <summary>
/// A policy's verdicts on past events, by the very code that judges (<see cref="Judge"/>) and learns (<see cref="Learner"/>), on players of its own that begin as strangers:
/// <list type="number">
/// <item>an event is judged as it would have been when it was accepted;</item>
/// <item>where it passes it is learned, and judged by the rules on history once more;</item>
/// <item>what followed from its flags holds from then on.</item>
/// </list>
/// </summary>
internal sealed class ReplayedRules(FairnessPolicy policy) : IBrokenRules
{
    private readonly Shard _shard = new();

    /// <summary>What became of a player.</summary>
    [System.Flags]
    public enum Outcomes : byte
    {
        /// <summary>Nothing.</summary>
        None = 0,

        /// <summary>An event was refused as too fast.</summary>
        Throttled = 1,

        /// <summary>An event was refused as not to be true.</summary>
        Rejected = 2,

        /// <summary>A flag was raised.</summary>
        Flagged = 4,

        /// <summary>They were blocked.</summary>
        Blocked = 8,
    }

    /// <summary>Judges an event; the rule of a flag that it raised, if it raised one.</summary>
    public Outcomes Take(UInt128 player, in GameEvent e, bool unverified, out string? rule)
    {
        int number = _shard.Enter(player);
        List<Raised>? raised = null;
        var outcome = Outcomes.None;
        Verdict verdict = unverified ? default : Judge.Event(policy, _shard, number, e, isLearned: false, earlier: null, this, ref raised); // 1
        switch (verdict.Kind)
        {
            case VerdictKind.RateLimited:
                outcome = Outcomes.Throttled;
                break;
            case VerdictKind.Blocked:
                outcome = Outcomes.Blocked;
                break;
            case VerdictKind.Implausible:
                outcome = Outcomes.Rejected;
                break;
            default:
                if (Learner.Wants(e.Type, unverified) && Learner.Learn(policy, _shard, number, e, unverified) is { } flag // 2
                    && _shard.Record(player).Live.Raise(flag, policy.Escalation) is { } late)
                {
                    (raised ??= []).Add(late);
                }

                break;
        }

        rule = raised?[0].Flag.Rule;
        foreach (Raised one in raised ?? []) // 3
            outcome |= Outcomes.Flagged | (one.Decision is not null && _shard.Record(player).Live.At(e.AcceptedAt) == StandingStatus.Blocked ? Outcomes.Blocked : Outcomes.None);
        return outcome;
    }

    /// <inheritdoc/>
    public void Broken(string rule)
    {
        // Only what follows is looked at.
    }
}
