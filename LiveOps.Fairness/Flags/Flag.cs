using System.Text;
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
    /// <summary>The numbers behind it, for the player's case; null once it lies in a log or a standing.</summary>
    public Sight? Sight { get; init; }

    /// <summary>Without the numbers.</summary>
    public Flag ToBare() => Sight is null ? this : this with { Sight = null };

    public static Flag Of(Rule rule, in Evidence evidence, in RuleContext c) => new(
        Encoding.UTF8.GetString(c.Event.PlayerId), rule.Id, Encoding.UTF8.GetString(c.Event.Id), rule.Observed(evidence), rule.Expected(evidence), c.Event.AcceptedAt)
    {
        Sight = Sight.Of(rule, evidence, c),
    };
}
