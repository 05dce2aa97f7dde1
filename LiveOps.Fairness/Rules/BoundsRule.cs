using System.Globalization;
using LiveOps.Core.Events;

namespace LiveOps.Fairness.Rules;

/// <summary>The event's number (amount, quantity, score) must lie within bounds, both allowed.</summary>
internal sealed class BoundsRule(RuleScope scope, long min, long max) : Rule(scope)
{
    private string Field => Type switch
    {
        EventType.XpGained or EventType.CounterAdded => "amount",
        EventType.ItemAcquired => "quantity",
        EventType.ScoreSubmitted => "score",
        _ => "value",
    };

    public override (RuleKind, int) Kind => (RuleKind.Bounds, 0);

    protected override string Limit => min == -GameEvent.MaxValue
        ? string.Create(CultureInfo.InvariantCulture, $"{Field} at most {max}")
        : string.Create(CultureInfo.InvariantCulture, $"{Field} from {min} to {max}");

    public override bool IsBroken(in RuleContext c, out Evidence evidence)
    {
        long value = c.Event.Value;
        if (value >= min && value <= max)
        {
            evidence = default;
            return false;
        }

        evidence = new Evidence(value, max);
        return true;
    }

    public override double? Bound(in Evidence evidence, bool ascending) => evidence.Value > max ? max : min;

    public override string Observed(in Evidence evidence) => string.Create(CultureInfo.InvariantCulture, $"{Field} {evidence.Value}");
}
