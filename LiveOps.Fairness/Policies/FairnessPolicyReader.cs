using System.Text;
using LiveOps.Core.Events;
using LiveOps.Core.Ids;
using LiveOps.Fairness.Rules;
using LiveOps.Fairness.Standings;
using LiveOps.ServiceDefaults.Policies;

namespace LiveOps.Fairness.Policies;

/// <summary>Reads <c>fairness.json</c>.</summary>
internal static class FairnessPolicyReader
{
    private const int MaxRules = 64;
    private const long MaxSeconds = 366L * 24 * 3600;

    /// <summary>Parses and validates.</summary>
    /// <exception cref="PolicyException">What is wrong, and in which line.</exception>
    public static FairnessPolicy Parse(byte[] json)
    {
        PolicyNode root = PolicyNode.Parse(json);
        RateLimit rates = Rates(root.Get("rates")), throttled = Rates(root.Get("throttledRates"));
        var rules = new List<Rule>();
        foreach (PolicyNode node in root.Get("rules").Items)
            rules.Add(ReadRule(node, rules));
        if (rules.Count > MaxRules)
            throw root.Get("rules").Wrong($"must be at most {MaxRules}");
        if (rules.OfType<GainRule>().Count() > FairnessPolicy.MaxGains)
            throw root.Get("rules").Wrong($"must hold at most {FairnessPolicy.MaxGains} of kind gain");
        List<EscalationStep> steps = [.. root.Get("escalation").Items.Select(Step)];
        PolicyNode forgetting = root.Get("forgetting");
        long days = forgetting.Whole("days", 1, 3660);
        int players = (int)forgetting.Whole("players", 1000, 1_000_000_000);
        forgetting.NothingElse();
        root.NothingElse();
        return new FairnessPolicy(rates, throttled, rules, steps, days * TimeSpan.TicksPerDay, players);
    }

    private static RateLimit Rates(PolicyNode node)
    {
        var limit = new RateLimit(node.Number("perSecond", 0.01, 100_000), (int)node.Whole("burst", 1, 100_000));
        node.NothingElse();
        return limit;
    }

    private static EscalationStep Step(PolicyNode node)
    {
        var step = new EscalationStep(
            (int)node.Whole("flags", 1, Standing.MaxFlags),
            node.Whole("within", 1, MaxSeconds) * TimeSpan.TicksPerSecond,
            node.Choice("then", ("throttle", false), ("block", true)),
            node.Whole("for", 1, MaxSeconds) * TimeSpan.TicksPerSecond);
        node.NothingElse();
        return step;
    }

    private static Rule ReadRule(PolicyNode node, List<Rule> before)
    {
        string id = node.Text("id");
        if (!IdRule.IsValid(id))
            throw node.Get("id").Wrong("must be an id: 1 to 64 characters of [A-Za-z0-9_.:-]");
        EventType? type = null;
        if (node.TextOrNull("type") is { } name)
            type = EventTypes.TryParse(Encoding.UTF8.GetBytes(name), out EventType parsed) ? parsed : throw node.Get("type").Wrong("is no event type");
        string? board = node.TextOrNull("board");
        if (board is not null && (type != EventType.ScoreSubmitted || !IdRule.IsValid(board)))
            throw node.Get("board").Wrong("must be a board's id, in a rule for score_submitted");
        var scope = new RuleScope(id, type, board, node.Choice("then",
            ("observe", Consequence.Observe), ("flag", Consequence.Flag), ("reject", Consequence.Reject)));
        Rule rule = OfKind(node, scope, node.Choice("kind", RuleKinds.All));
        node.NothingElse();
        if (before.Any(other => other.Id == id))
            throw node.Get("id").Wrong("is the id of another rule");
        if (before.Any(other => other.Type == type && other.Board == board && other.Kind == rule.Kind))
            throw node.Get("kind").Wrong("has a rule already for this type and board");
        return rule;
    }

    private static Rule OfKind(PolicyNode node, RuleScope scope, RuleKind kind)
    {
        switch (kind)
        {
            case RuleKind.Bounds:
                long least = node.Find("min") is null ? -GameEvent.MaxValue : node.Whole("min", -GameEvent.MaxValue, GameEvent.MaxValue);
                return new BoundsRule(Typed(), least, node.Whole("max", least, GameEvent.MaxValue));
            case RuleKind.Gain:
                return new GainRule(Typed(), node.Whole("max", 1, GameEvent.MaxValue), (int)node.Whole("seconds", 4, 24 * 3600));
            case RuleKind.Jump:
                return new JumpRule(Of(EventType.ScoreSubmitted), node.Number("times", 1, 1e9), After());
            case RuleKind.Deviation:
                return new DeviationRule(Of(EventType.ScoreSubmitted), node.Number("deviations", 1, 1e6), node.Number("floor", 0, 10), After());
            case RuleKind.Repeat:
                return new RepeatRule(Of(EventType.ScoreSubmitted), (int)node.Whole("times", 2, 10_000), (int)node.Whole("seconds", 1, MaxSeconds));
            case RuleKind.Rhythm:
                return new RhythmRule(Of(EventType.ScoreSubmitted, EventType.BossKilled), node.Number("variation", 0.000_001, 10), (int)node.Whole("after", 10, 10_000), node.Whole("seconds", 1, MaxSeconds));
            case RuleKind.Speed:
                return new SpeedRule(Of(EventType.ScoreSubmitted, EventType.BossKilled), node.Number("seconds", 0.001, 24 * 3600));
            case RuleKind.Future:
                return new FutureRule(scope, node.Whole("seconds", 0, MaxSeconds));
            default:
                return new PastRule(scope, node.Whole("seconds", 0, MaxSeconds * 10));
        }

        int After() => (int)node.Whole("after", 2, 10_000);
        RuleScope Typed() => scope.Type is null ? throw node.Wrong("needs \"type\"") : scope;
        RuleScope Of(params ReadOnlySpan<EventType> types) => types.Contains(Typed().Type!.Value)
            ? scope
            : throw node.Get("type").Wrong("cannot be judged by a rule of this kind");
    }
}
