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
    public static FairnessPolicy Parse(byte[] json) => PolicyNode.Read(json, Read);

    private static FairnessPolicy Read(PolicyNode root)
    {
        root.Only("rates", "throttledRates", "rules", "escalation", "forgetting");
        RateLimit rates = Rates(root.Get("rates")), throttled = Rates(root.Get("throttledRates"));
        var rules = new List<Rule>();
        PolicyNode stated = root.Get("rules");
        if (stated.Items.Count > MaxRules)
            throw stated.Wrong($"must be at most {MaxRules}");
        foreach (PolicyNode node in stated.Items)
        {
            if (ReadRule(node, rules) is { } rule)
                rules.Add(rule);
        }

        if (rules.OfType<GainRule>().Count() > FairnessPolicy.MaxGains)
            throw stated.Wrong($"must hold at most {FairnessPolicy.MaxGains} of kind gain");
        List<EscalationStep> steps = [.. root.Get("escalation").Items.Select(Step)];
        PolicyNode forgetting = root.Get("forgetting").Only("days", "players");
        long days = forgetting.Get("days").Whole(1, 3660);
        int players = (int)forgetting.Get("players").Whole(1000, 1_000_000_000);
        return new FairnessPolicy(rates, throttled, rules, steps, days * TimeSpan.TicksPerDay, players);
    }

    private static RateLimit Rates(PolicyNode node)
    {
        node.Only("perSecond", "burst");
        return new RateLimit(node.Get("perSecond").Number(0.01, 100_000), (int)node.Get("burst").Whole(1, 100_000));
    }

    private static EscalationStep Step(PolicyNode node)
    {
        node.Only("flags", "within", "then", "for");
        return new EscalationStep(
            (int)node.Get("flags").Whole(1, Standing.MaxFlags),
            node.Get("within").Whole(1, MaxSeconds) * TimeSpan.TicksPerSecond,
            node.Get("then").Choice(("throttle", false), ("block", true)),
            node.Get("for").Whole(1, MaxSeconds) * TimeSpan.TicksPerSecond);
    }

    // Null where its kind or type is wrong: what follows from that need not be told.
    private static Rule? ReadRule(PolicyNode node, List<Rule> before)
    {
        string id = node.Get("id").Id();
        EventType? type = null;
        if (node["type"] is { } typed)
        {
            if (!EventTypes.TryParse(Encoding.UTF8.GetBytes(typed.Text()), out EventType parsed))
                typed.Fault("is no event type");
            type = parsed;
        }

        string? board = Name(node["board"], type, EventType.ScoreSubmitted, "must be a board's id, in a rule for score_submitted")
            ?? Name(node["counter"], type, EventType.CounterAdded, "must be a counter's id, in a rule for counter_added");
        var scope = new RuleScope(id, type, board, node.Get("then").Choice(
            ("observe", Consequence.Observe), ("flag", Consequence.Flag), ("reject", Consequence.Reject)));
        PolicyNode kind = node.Get("kind");
        RuleKind of = kind.Choice(RuleKinds.All);
        if (kind.IsFaulty || node["type"] is { IsFaulty: true })
            return null;
        Rule rule = OfKind(node, scope, of);
        if (before.Any(other => other.Id == id))
            node.Get("id").Fault("is the id of another rule");
        if (before.Any(other => other.Type == type && other.Board == board && other.Kind == rule.Kind))
            kind.Fault("has a rule already for this type and board, or counter");
        return rule;
    }

    // Which board or counter a rule is for; null for all.
    private static string? Name(PolicyNode? node, EventType? type, EventType of, string otherwise)
    {
        string? name = node?.Text();
        if (name is not null && (type != of || !IdRule.WasValid(name)))
            node!.Fault(otherwise);
        return name;
    }

    private static Rule OfKind(PolicyNode node, RuleScope scope, RuleKind kind)
    {
        switch (kind)
        {
            case RuleKind.Bounds:
                Takes("min", "max");
                long least = node["min"]?.Whole(-GameEvent.MaxValue, GameEvent.MaxValue) ?? -GameEvent.MaxValue;
                return new BoundsRule(Typed(), least, Whole("max", least, GameEvent.MaxValue));
            case RuleKind.Gain:
                Takes("max", "seconds");
                return new GainRule(Typed(), Whole("max", 1, GameEvent.MaxValue), (int)Whole("seconds", 4, 24 * 3600));
            case RuleKind.Jump:
                Takes("times", "after");
                return new JumpRule(Of(EventType.ScoreSubmitted), Number("times", 1, 1e9), After());
            case RuleKind.Deviation:
                Takes("deviations", "floor", "after");
                return new DeviationRule(Of(EventType.ScoreSubmitted), Number("deviations", 1, 1e6), Number("floor", 0, 10), After());
            case RuleKind.Repeat:
                Takes("times", "seconds");
                return new RepeatRule(Of(EventType.ScoreSubmitted), (int)Whole("times", 2, 10_000), (int)Whole("seconds", 1, MaxSeconds));
            case RuleKind.Rhythm:
                Takes("variation", "after", "seconds");
                return new RhythmRule(Of(EventType.ScoreSubmitted, EventType.BossKilled), Number("variation", 0.000_001, 10), (int)Whole("after", 10, 10_000), Whole("seconds", 1, MaxSeconds));
            case RuleKind.Speed:
                Takes("seconds");
                return new SpeedRule(Of(EventType.ScoreSubmitted, EventType.BossKilled), Number("seconds", 0.001, 24 * 3600));
            case RuleKind.Future:
                Takes("seconds");
                return new FutureRule(scope, Whole("seconds", 0, MaxSeconds));
            default:
                Takes("seconds");
                return new PastRule(scope, Whole("seconds", 0, MaxSeconds * 10));
        }

        void Takes(params ReadOnlySpan<string> thresholds) => node.Only(["id", "kind", "type", "board", "counter", "then", .. thresholds]);
        long Whole(string member, long min, long max) => node.Get(member).Whole(min, max);
        double Number(string member, double min, double max) => node.Get(member).Number(min, max);
        int After() => (int)Whole("after", 2, 10_000);
        RuleScope Typed()
        {
            if (scope.Type is not null)
                return scope;
            node.Fault("needs type");
            return scope with { Type = EventType.ScoreSubmitted };
        }

        RuleScope Of(params ReadOnlySpan<EventType> types)
        {
            if (!types.Contains(Typed().Type!.Value) && scope.Type is not null)
                node.Get("type").Fault("cannot be judged by a rule of this kind");
            return scope;
        }
    }
}
