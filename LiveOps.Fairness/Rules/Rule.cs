using LiveOps.Core.Events;

namespace LiveOps.Fairness.Rules;

/// <summary>What follows when a rule is broken. Stronger is larger.</summary>
internal enum Consequence
{
    /// <summary>It is counted.</summary>
    Observe,

    /// <summary>The event is accepted, and a flag raised.</summary>
    Flag,

    /// <summary>The event is refused with 403, and a flag raised.</summary>
    Reject,
}

/// <summary>Which events a rule is for.</summary>
/// <param name="Id">The rule's id, as in flags and metrics.</param>
/// <param name="Type">The event type; null for all.</param>
/// <param name="Board">The board, or of <c>counter_added</c> the counter; null for all.</param>
/// <param name="Then">What follows.</param>
internal sealed record RuleScope(string Id, EventType? Type, string? Board, Consequence Then);

/// <summary>One plausibility rule of the policy. Immutable, judged under the lock of the player's shard, allocates nothing.</summary>
internal abstract class Rule(RuleScope scope)
{
    public string Id => scope.Id;

    public EventType? Type => scope.Type;

    public string? Board => scope.Board;

    public Consequence Then => scope.Then;

    /// <summary>Rules of one kind take each other's place, the more special first. Gain rules over different times are of different kinds.</summary>
    public abstract (RuleKind Kind, int Seconds) Kind { get; }

    /// <summary>
    /// Judged against what was learned from accepted events: judged at the verdict as far as learning has come, and once more, exactly,
    /// when the event itself is learned.
    /// </summary>
    public virtual bool Learned => false;

    /// <summary>Whether it looks at the time between events, not at what is in one.</summary>
    public virtual bool OfIntervals => false;

    /// <summary>Whether what it sees is the event's own number: of a score, what is drawn over the player's scores. Sums and times are not.</summary>
    public virtual bool OfValue => false;

    /// <summary>The rule in words: what is expected, as far as it does not depend on the player.</summary>
    protected abstract string Limit { get; }

    /// <summary>Whether the event breaks the rule, and what was seen.</summary>
    public abstract bool IsBroken(in RuleContext c, out Evidence evidence);

    /// <summary>What the value that was seen should not have passed; null where the rule looks at something else than one value.</summary>
    public virtual double? Bound(in Evidence evidence, bool ascending) => null;

    /// <summary>What was seen, for the flag.</summary>
    public abstract string Observed(in Evidence evidence);

    /// <summary>What was expected, for the flag.</summary>
    public virtual string Expected(in Evidence evidence) => Limit;
}
