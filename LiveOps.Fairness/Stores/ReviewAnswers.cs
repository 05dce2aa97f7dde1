using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using LiveOps.Fairness.Flags;
using LiveOps.Fairness.Reviews;
using LiveOps.Fairness.Standings;

namespace LiveOps.Fairness.Stores;

/// <summary>A case in a list.</summary>
internal sealed record ReviewAnswer(
    string Case,
    string PlayerId,
    [property: AllowedValues("open", "watched", "blocked", "cleared")] string Status,
    int Severity,
    IReadOnlyList<RuleCountAnswer> Rules,
    DateTime OpenedAt,
    DateTime FlaggedAt,
    long Version)
{
    public static ReviewAnswer Of(Case one) => new(
        CaseId.Of(one.PlayerId), one.PlayerId, one.Status.Word(), one.Severity, [.. one.Counts.Select(RuleCountAnswer.Of)], Times.Utc(one.OpenedAt), Times.Utc(one.FlaggedAt), one.Version);
}

/// <summary>A case with all that is known of it.</summary>
internal sealed record ReviewDetail(
    string Case,
    string PlayerId,
    [property: AllowedValues("open", "watched", "blocked", "cleared")] string Status,
    int Severity,
    IReadOnlyList<RuleCountAnswer> Rules,
    DateTime OpenedAt,
    DateTime FlaggedAt,
    long Version,
    IReadOnlyList<CaseFlagAnswer> Flags,
    IReadOnlyList<DecisionAnswer> Decisions)
{
    public static ReviewDetail Of(Case one) => new(
        CaseId.Of(one.PlayerId), one.PlayerId, one.Status.Word(), one.Severity, [.. one.Counts.Select(RuleCountAnswer.Of)], Times.Utc(one.OpenedAt), Times.Utc(one.FlaggedAt), one.Version,
        [.. one.Flags.Select((flag, at) => CaseFlagAnswer.Of(flag, one.IsSettled(at)))], [.. one.Decisions.Select(DecisionAnswer.Of)]);
}

/// <summary>Flags of a rule that count.</summary>
internal sealed record RuleCountAnswer(string Rule, int Flags, bool Rejects)
{
    public static RuleCountAnswer Of(RuleCount count) => new(count.Rule, count.Flags, count.Rejects);
}

/// <summary>A flag of a case, with the numbers behind its words; <c>settled</c> where a decision that stands came after it.</summary>
internal sealed record CaseFlagAnswer(
    string Rule,
    string EventId,
    string Observed,
    string Expected,
    DateTime At,
    bool Settled,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Subject,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Value,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Bound,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DistributionAnswer? Distribution)
{
    public static CaseFlagAnswer Of(Flag flag, bool settled) => new(
        flag.Rule, flag.EventId, flag.Observed, flag.Expected, Times.Utc(flag.At), settled,
        flag.Sight is { Subject.Length: > 0 } sight ? sight.Subject : null, flag.Sight?.Value, flag.Sight?.Bound, DistributionAnswer.From(flag.Sight?.Normal));
}

/// <summary>The player's own normal when the flag was raised: of <c>scores</c> on the board, or of the seconds between events (<c>intervals</c>).</summary>
internal sealed record DistributionAnswer(
    [property: AllowedValues("scores", "intervals")] string Of,
    int Count,
    double Mean,
    double Deviation,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Best)
{
    public static DistributionAnswer? From(Distribution? normal) => normal is null
        ? null
        : new DistributionAnswer(normal.OfIntervals ? "intervals" : "scores", normal.Count, normal.Mean, normal.Deviation, normal.OfIntervals ? null : normal.Best);
}

/// <summary>A decision about a case, newest first; <c>undone</c> where it was taken back.</summary>
internal sealed record DecisionAnswer(
    [property: AllowedValues("block", "clear", "watch")] string Decision,
    DateTime At,
    string By,
    string Reason,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTime? Until,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] UndoneAnswer? Undone)
{
    public static DecisionAnswer Of(CaseDecision decision) => new(
        decision.Verdict.Word(), Times.Utc(decision.At), decision.By, decision.Reason, decision.Until == 0 ? null : Times.Utc(decision.Until),
        decision.Undone is { } undone ? new UndoneAnswer(Times.Utc(undone.At), undone.By, undone.Reason) : null);
}

/// <summary>Who took a decision back, when and why.</summary>
internal sealed record UndoneAnswer(DateTime At, string By, string Reason);

/// <summary>A page of cases; <c>next</c> is what to send as <c>after</c> for the one that follows, null at the end.</summary>
internal sealed record ReviewPage(IReadOnlyList<ReviewAnswer> Reviews, string? Next);
