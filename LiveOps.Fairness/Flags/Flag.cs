using System.Text;
using LiveOps.Core.Events;
using LiveOps.Fairness.Rules;

namespace LiveOps.Fairness.Flags;

/// <summary>A rule that an event broke, with all that is needed to explain it.</summary>
/// <param name="PlayerId">Whose event.</param>
/// <param name="Rule">The rule's id.</param>
/// <param name="EventId">The event: it gets one flag, however often it comes.</param>
/// <param name="Observed">What was seen.</param>
/// <param name="Expected">What the rule asks for.</param>
/// <param name="At">When: Unix ticks of 100 ns.</param>
internal sealed record Flag(string PlayerId, string Rule, string EventId, string Observed, string Expected, long At)
{
    public static Flag Of(Rule rule, in Evidence evidence, in GameEvent e) => new(
        Encoding.UTF8.GetString(e.PlayerId), rule.Id, Encoding.UTF8.GetString(e.Id), rule.Observed(evidence), rule.Expected(evidence), e.AcceptedAt);
}
