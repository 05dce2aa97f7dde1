using System.Runtime.CompilerServices;
using System.Text;
using LiveOps.Core.Events;
using LiveOps.Fairness.Conduct;
using LiveOps.Fairness.Rules;

namespace LiveOps.Fairness.Flags;

/// <summary>What it takes to draw a flag: the numbers behind its words. A case keeps them; logs and standings do without.</summary>
/// <param name="Rejects">Whether the event was refused for it: it weighs more.</param>
/// <param name="Subject">The board, counter, boss or item of the event; empty for XP.</param>
/// <param name="Value">What was seen: a score, an amount, a sum, the seconds since the event before, or those from now.</param>
/// <param name="Bound">What it should not have passed, of the same kind; null where the rule looks at something else.</param>
/// <param name="Normal">The player's own normal, of the same kind as the value; null where nothing is learned of it.</param>
internal sealed record Sight(bool Rejects, string Subject, double Value, double? Bound, Distribution? Normal)
{
    public static Sight Of(Rule rule, in Evidence evidence, in RuleContext c)
    {
        string subject = Encoding.UTF8.GetString(c.Event.Subject);
        bool rejects = rule.Then == Consequence.Reject;
        if (rule.OfIntervals)
        {
            ref readonly Rhythm rhythm = ref PlayerSlot.RhythmOf(in c.Player, c.Event.Type);
            return new Sight(rejects, subject, rhythm.Gap(c.Event.OccurredAt) / 1000.0, rule.Bound(evidence, c.Ascending), rhythm.Count > 0 ? Distribution.Of(rhythm) : null);
        }

        bool learned = rule.OfValue && c.Event.Type == EventType.ScoreSubmitted && !Unsafe.IsNullRef(in c.Scores) && c.Scores.Count > 0;
        return new Sight(rejects, subject, evidence.Value, rule.Bound(evidence, c.Ascending), learned ? Distribution.Of(c.Scores, c.Ascending) : null);
    }
}
