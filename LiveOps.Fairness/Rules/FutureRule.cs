using System.Globalization;

namespace LiveOps.Fairness.Rules;

/// <summary>An event must not claim to have happened more than so many seconds from now.</summary>
internal sealed class FutureRule(RuleScope scope, long seconds) : Rule(scope)
{
    public override (RuleKind, int) Kind => (RuleKind.Future, 0);

    protected override string Limit => string.Create(CultureInfo.InvariantCulture, $"occurredAt at most {seconds} s ahead of now");

    public override bool IsBroken(in RuleContext c, out Evidence evidence)
    {
        double ahead = (c.Event.OccurredAt - c.Event.AcceptedAt / TimeSpan.TicksPerMillisecond) / 1000.0;
        evidence = new Evidence(ahead, seconds);
        return ahead > seconds;
    }

    public override string Observed(in Evidence evidence) => string.Create(CultureInfo.InvariantCulture, $"occurredAt {evidence.Value} s ahead");
}
