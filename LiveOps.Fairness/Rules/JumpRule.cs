using System.Globalization;
using System.Runtime.CompilerServices;

namespace LiveOps.Fairness.Rules;

/// <summary>
/// A score must not be more than so many times as good as the player's own best on the board, once there are enough accepted scores: where the lowest is
/// best, not below that part of it.
/// </summary>
internal sealed class JumpRule(RuleScope scope, double times, int after) : Rule(scope)
{
    public override (RuleKind, int) Kind => (RuleKind.Jump, 0);

    public override bool Learned => true;

    public override bool OfValue => true;

    protected override string Limit => string.Create(CultureInfo.InvariantCulture, $"a score at most {times} times as good as the player's best on the board");

    public override bool IsBroken(in RuleContext c, out Evidence evidence)
    {
        evidence = default;
        if (Unsafe.IsNullRef(in c.Scores) || c.Scores.Count < after)
            return false;
        long best = c.Ascending ? c.Scores.Lowest : c.Scores.Highest;
        if (best <= 0 || (c.Ascending ? c.Event.Value * times >= best : c.Event.Value <= best * times))
            return false;
        evidence = new Evidence(c.Event.Value, best, Count: c.Scores.Count);
        return true;
    }

    public override double? Bound(in Evidence evidence, bool ascending) => ascending ? evidence.Limit / times : evidence.Limit * times;

    public override string Observed(in Evidence evidence) => string.Create(CultureInfo.InvariantCulture, $"score {evidence.Value}");

    public override string Expected(in Evidence evidence) => evidence.Value > evidence.Limit
        ? string.Create(CultureInfo.InvariantCulture, $"at most {times} times the best before, {evidence.Limit}")
        : string.Create(CultureInfo.InvariantCulture, $"at least 1/{times} of the best before, {evidence.Limit}");
}
