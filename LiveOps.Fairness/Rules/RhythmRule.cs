using System.Globalization;
using LiveOps.Fairness.Conduct;

namespace LiveOps.Fairness.Rules;

/// <summary>
/// The intervals between a player's scores, or kills, must vary: their coefficient of variation (deviation over mean) must not stay below
/// a bound through an unbroken session of so many intervals and so many seconds. People's intervals vary by half and
/// more; a script with ±5 % of uniform jitter has 0.029.
/// </summary>
internal sealed class RhythmRule(RuleScope scope, double variation, int after, long seconds) : Rule(scope)
{
    public override (RuleKind, int) Kind => (RuleKind.Rhythm, 0);

    public override bool Learned => true;

    public override bool OfIntervals => true;

    protected override string Limit =>
        string.Create(CultureInfo.InvariantCulture, $"intervals that vary by at least {variation} of their mean within a session of {after} intervals and {seconds} s");

    public override bool IsBroken(in RuleContext c, out Evidence evidence)
    {
        evidence = default;
        ref readonly Rhythm rhythm = ref PlayerSlot.RhythmOf(in c.Player, c.Event.Type);
        if (rhythm.Count < after || rhythm.Count * (double)rhythm.Mean < seconds * 1000.0)
            return false;
        int gap = rhythm.Gap(Rhythm.TimeOf(c.Event));
        double seen = Math.Sqrt(rhythm.Variance) / rhythm.Mean;
        if (gap is < Rhythm.Shortest or > Rhythm.Pause || seen >= variation)
            return false;
        evidence = new Evidence(seen, variation, rhythm.Mean / 1000, Count: rhythm.Count);
        return true;
    }

    public override string Observed(in Evidence evidence) => string.Create(CultureInfo.InvariantCulture,
        $"{evidence.Count} unbroken intervals of {evidence.Mean:0.00} s that vary by {evidence.Value:0.0000} of it");
}
