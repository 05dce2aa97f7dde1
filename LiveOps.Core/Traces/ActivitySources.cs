using System.Collections.Concurrent;
using System.Diagnostics;

namespace LiveOps.Core.Traces;

/// <summary>
/// The activity sources of LiveOps: one a service, named <c>LiveOps.&lt;service&gt;</c>, requests included. So where four services share
/// one process each still exports its own spans and no other's.
/// </summary>
public static class ActivitySources
{
    private const string Prefix = "LiveOps.";

    private static readonly ConcurrentDictionary<string, ActivitySource> Sources = new(StringComparer.Ordinal);

    /// <summary>The source of a service: <c>gateway</c>, <c>fairness</c>, <c>progression</c>, <c>leaderboard</c>.</summary>
    public static ActivitySource Of(string service) => Sources.GetOrAdd(service, static name => new ActivitySource(NameOf(name)));

    /// <summary>The name of a service's source.</summary>
    public static string NameOf(string service) => Prefix + service;

    /// <summary>Whether it is the name of a service's source.</summary>
    public static bool IsOurs(string source) => source.StartsWith(Prefix, StringComparison.Ordinal);
}
