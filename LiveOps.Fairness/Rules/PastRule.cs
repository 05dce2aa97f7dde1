using System.Globalization;

namespace LiveOps.Fairness.Rules;

/// <summary>An event must not claim to have happened more than so many seconds ago.</summary>
internal sealed class PastRule(RuleScope scope, long seconds) : Rule(scope)
{
    public override (RuleKind, int) Kind => (RuleKind.Past, 0);

    protected override string Limit => string.Create(CultureInfo.InvariantCulture, $"occurredAt at most {seconds} s ago");

    public override bool IsBroken(in RuleContext c, out Evidence evidence)
    {
        double ago = (c.Event.AcceptedAt / TimeSpan.TicksPerMillisecond - c.Event.OccurredAt) / 1000.0;
        evidence = new Evidence(ago, seconds);
        return ago > seconds;
    }

    public override string Observed(in Evidence evidence) => string.Create(CultureInfo.InvariantCulture, $"occurredAt {evidence.Value} s ago");
}
