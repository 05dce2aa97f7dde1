using System.Globalization;
using System.Runtime.CompilerServices;

namespace LiveOps.Fairness.Rules;

/// <summary>
/// The same score must not come so many times in a row within a time, from a player whose scores on the board did vary before: where
/// every score is the same anyway (a win counted as 1), a repeat says nothing.
/// </summary>
internal sealed class RepeatRule(RuleScope scope, int times, int seconds) : Rule(scope)
{
    public int Seconds { get; } = seconds;

    public override (RuleKind, int) Kind => (RuleKind.Repeat, 0);

    public override bool Learned => true;

    public override bool OfValue => true;

    protected override string Limit => string.Create(CultureInfo.InvariantCulture, $"the same score fewer than {times} times in a row within {Seconds} s");

    public override bool IsBroken(in RuleContext c, out Evidence evidence)
    {
        evidence = default;
        if (Unsafe.IsNullRef(in c.Scores) || c.Scores.Variance <= 0)
            return false;
        int run = c.Scores.RunWith(c.Event.Value, c.Event.AcceptedAt, Seconds);
        if (run < times)
            return false;
        evidence = new Evidence(c.Event.Value, times, Count: run);
        return true;
    }

    public override string Observed(in Evidence evidence) =>
        string.Create(CultureInfo.InvariantCulture, $"score {evidence.Value}, {evidence.Count} times in a row within {Seconds} s");
}
