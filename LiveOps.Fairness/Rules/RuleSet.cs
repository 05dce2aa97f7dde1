using LiveOps.Core.Events;

namespace LiveOps.Fairness.Rules;

/// <summary>The rules that hold for one event type, board or counter, the strongest consequence first: an event gets at most one flag.</summary>
internal sealed class RuleSet
{
    public RuleSet(IEnumerable<Rule> rules, EventType type, string? board)
    {
        Rules = [.. rules
            .Where(rule => (rule.Type is null || rule.Type == type) && (rule.Board is null || rule.Board == board))
            .GroupBy(rule => rule.Kind)
            .Select(kind => kind.MaxBy(rule => (rule.Board is null ? 0 : 2) + (rule.Type is null ? 0 : 1))!)
            .OrderByDescending(rule => rule.Then)];
        Learned = [.. Rules.Where(rule => rule is { Learned: true, Then: not Consequence.Observe })];
        Unasked = [.. Rules.Where(rule => rule is not GainRule and { Then: not Consequence.Observe })];
        AskHistory = Rules.Any(rule => rule.Learned);
        Gains = [.. Rules.OfType<GainRule>()];
        RunSeconds = Rules.OfType<RepeatRule>().FirstOrDefault()?.Seconds ?? 0;
    }

    /// <summary>All of them.</summary>
    public Rule[] Rules { get; }

    /// <summary>Those to be judged again, exactly, when the event is learned.</summary>
    public Rule[] Learned { get; }

    /// <summary>Those to be judged when an event is learned for which no verdict was asked.</summary>
    public Rule[] Unasked { get; }

    /// <summary>Whether any of them asks what was learned of the player.</summary>
    public bool AskHistory { get; }

    /// <summary>Those that sum up.</summary>
    public GainRule[] Gains { get; }

    /// <summary>How long a run of the same score is followed; 0 when no rule asks.</summary>
    public int RunSeconds { get; }
}
