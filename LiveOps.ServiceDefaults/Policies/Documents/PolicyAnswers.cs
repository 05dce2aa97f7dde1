using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using LiveOps.Core.Policies;
using LiveOps.Core.Windows;

namespace LiveOps.ServiceDefaults.Policies.Documents;

/// <summary>A version in an answer.</summary>
internal sealed record PolicyVersionAnswer(
    int Version, [property: AllowedValues("inForce", "past", "scheduled", "calledOff")] string Status, DateTime At, DateTime EffectiveAt, string Author, string Reason,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Restores,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Dictionary<string, JsonElement>? Document = null)
{
    /// <param name="version">The version.</param>
    /// <param name="history">Among which others.</param>
    /// <param name="now">The time.</param>
    public static PolicyVersionAnswer Of(PolicyVersion version, PolicyHistory history, long now) => new(
        version.Number,
        version.IsCalledOff ? "calledOff" : version.EffectiveAt > now ? "scheduled" : version.Number == (history.At(now)?.Number ?? 0) ? "inForce" : "past",
        UnixTicks.ToUtc(version.MadeAt),
        UnixTicks.ToUtc(version.EffectiveAt),
        version.Author,
        version.Reason,
        version.Restores);
}

/// <summary>A page of versions, newest first; <c>next</c> is what to send as <c>after</c> for the one that follows, null at the end.</summary>
internal sealed record PolicyVersionPage(IReadOnlyList<PolicyVersionAnswer> Versions, string? Next);

/// <summary>The versions still to come, the next first.</summary>
internal sealed record PolicyScheduledAnswer(IReadOnlyList<PolicyVersionAnswer> Scheduled);

/// <summary>A version that was made, what it does to what runs, and the versions still to come, which will take its place.</summary>
internal sealed record PolicyChangeAnswer(string Policy, int Version, bool InForce, DateTime EffectiveAt, IReadOnlyList<string> Effects, IReadOnlyList<int> Scheduled);

/// <summary>A document that is right, and what it would do to what runs.</summary>
internal sealed record PolicyCheckAnswer(bool Valid, IReadOnlyList<string> Effects);

/// <summary>A document of a service.</summary>
internal sealed record PolicySummaryAnswer(string Policy, string Version, bool ManagedByFile, int Scheduled);

/// <summary>The documents of a service.</summary>
internal sealed record PolicyListAnswer(IReadOnlyList<PolicySummaryAnswer> Policies);

/// <summary>Which version to bring back, and why.</summary>
internal sealed record PolicyRollbackBody(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Version,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reason);
