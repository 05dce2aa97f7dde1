using System.Globalization;
using System.Runtime.CompilerServices;

namespace LiveOps.Fairness.Rules;

/// <summary>
/// A score must not be more than so many standard deviations better than the player's own mean on the board, once there are enough accepted
/// scores: above it, or below it where the lowest is best. The deviation is taken as at least <c>floor</c> of the mean (and 1): somebody who always scored the same has none of
/// their own, and a little better is no anomaly.
/// </summary>
internal sealed class DeviationRule(RuleScope scope, double deviations, double floor, int after) : Rule(scope)
{
    public override (RuleKind, int) Kind => (RuleKind.Deviation, 0);

    public override bool Learned => true;

    public override bool OfValue => true;

    protected override string Limit => string.Create(CultureInfo.InvariantCulture, $"a score at most {deviations} standard deviations better than the player's mean on the board");

    public override bool IsBroken(in RuleContext c, out Evidence evidence)
    {
        evidence = default;
        if (Unsafe.IsNullRef(in c.Scores) || c.Scores.Count < after)
            return false;
        double deviation = c.Scores.Deviation(floor);
        double limit = c.Scores.Mean + (c.Ascending ? -deviations : deviations) * deviation;
        if (c.Ascending ? c.Event.Value >= limit : c.Event.Value <= limit)
            return false;
        evidence = new Evidence(c.Event.Value, limit, c.Scores.Mean, deviation, c.Scores.Count);
        return true;
    }

    public override double? Bound(in Evidence evidence, bool ascending) => evidence.Limit;

    public override string Observed(in Evidence evidence) => string.Create(CultureInfo.InvariantCulture,
        $"score {evidence.Value}, {Math.Abs(evidence.Value - evidence.Mean) / evidence.Deviation:0.0} standard deviations {(IsAbove(evidence) ? "above" : "below")} the mean");

    public override string Expected(in Evidence evidence) => string.Create(CultureInfo.InvariantCulture,
        $"{(IsAbove(evidence) ? "at most" : "at least")} {evidence.Limit:0.0}: mean {evidence.Mean:0.0} {(IsAbove(evidence) ? '+' : '-')} {deviations} × deviation {evidence.Deviation:0.0}, over {evidence.Count} scores");

    private static bool IsAbove(in Evidence evidence) => evidence.Value > evidence.Limit;
}
