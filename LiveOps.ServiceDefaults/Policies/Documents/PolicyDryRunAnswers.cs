using System.Text.Json.Serialization;
using LiveOps.Core.Windows;
using LiveOps.ServiceDefaults.Policies.DryRuns;

namespace LiveOps.ServiceDefaults.Policies.Documents;

/// <summary>What a document would have done. Nothing was written.</summary>
/// <param name="Policy">The document's name.</param>
/// <param name="EffectiveAt">When it was taken to come into force.</param>
/// <param name="CutShort">Why not everything was looked at: its time was over, or there were more players than it holds; null when everything was.</param>
/// <param name="Looked">What it was tried on.</param>
/// <param name="Effects">What it does to what runs, in sentences, as validate says them.</param>
/// <param name="Changes">What would be otherwise than by what is in force.</param>
internal sealed record PolicyDryRunAnswer(
    string Policy, DateTime EffectiveAt, string? CutShort, PolicyDryRunLooked Looked, IReadOnlyList<string> Effects, IReadOnlyList<PolicyDryRunChange> Changes)
{
    public static PolicyDryRunAnswer Of(string policy, DryRun run, IReadOnlyList<string> effects) => new(
        policy, UnixTicks.ToUtc(run.At), run.CutShort,
        new PolicyDryRunLooked(run.Players, run.Events, run.From is { } from ? UnixTicks.ToUtc(from) : null, run.To is { } to ? UnixTicks.ToUtc(to) : null),
        effects,
        [.. run.Changes.Select(change => new PolicyDryRunChange(
            change.What, change.Of, change.Gained, change.Lost, change.Same, [.. change.Cases.Select(one => new PolicyDryRunCase(one.PlayerId, one.Period, one.Now, one.Then))]))]);
}

/// <summary>What a document was tried on: how many players, and how many accepted events, from when to when; null where none were looked at.</summary>
internal sealed record PolicyDryRunLooked(long Players, long Events, DateTime? From, DateTime? To);

/// <summary>What changes in one respect.</summary>
/// <param name="What">In which: of fairness throttled, rejected, flagged, blocked; of progression level, reward; of boards period, season, standing, hidden.</param>
/// <param name="Of">Of which reward, or board and window; absent where there is one only.</param>
/// <param name="Gained">For how many it would be so and is not now; of levels and ranks, for how many it is better.</param>
/// <param name="Lost">For how many it would be so no longer; of levels and ranks, for how many it is worse.</param>
/// <param name="Same">For how many it is so by both.</param>
/// <param name="First">The first of those for whom it changes.</param>
internal sealed record PolicyDryRunChange(
    string What, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Of, long Gained, long Lost, long Same, IReadOnlyList<PolicyDryRunCase> First);

/// <summary>One case: whom or which period it is about, how it is by what is in force, and how it would be; null for not at all.</summary>
internal sealed record PolicyDryRunCase(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? PlayerId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Period,
    string? Now, string? Then);
