using System.Globalization;
using LiveOps.Fairness.Conduct;

namespace LiveOps.Fairness.Rules;

/// <summary>Two scores, or kills, of a player must lie at least so far apart, by the game's own clock.</summary>
internal sealed class SpeedRule(RuleScope scope, double seconds) : Rule(scope)
{
    public override (RuleKind, int) Kind => (RuleKind.Speed, 0);

    public override bool Learned => true;

    public override bool OfIntervals => true;

    protected override string Limit => string.Create(CultureInfo.InvariantCulture, $"at least {seconds} s between two of them");

    public override bool IsBroken(in RuleContext c, out Evidence evidence)
    {
        evidence = default;
        ref readonly Rhythm rhythm = ref PlayerSlot.RhythmOf(in c.Player, c.Event.Type);
        if (rhythm.At == 0)
            return false;
        int gap = rhythm.Gap(Rhythm.TimeOf(c.Event));
        if (gap < 0 || gap >= seconds * 1000)
            return false;
        evidence = new Evidence(gap / 1000.0, seconds);
        return true;
    }

    public override double? Bound(in Evidence evidence, bool ascending) => evidence.Limit;

    public override string Observed(in Evidence evidence) => string.Create(CultureInfo.InvariantCulture, $"{evidence.Value} s after the one before");
}
