using System.Collections.Concurrent;
using LiveOps.Core.Problems;
using LiveOps.Core.Verdicts;
using LiveOps.Fairness.Verdicts;
using Prometheus;

namespace LiveOps.Fairness.Metrics;

/// <summary>What Fairness counts.</summary>
internal sealed class FairnessMetrics : IBrokenRules
{
    private readonly Counter _flags;
    private readonly Counter.Child _rateLimited, _implausible, _blocked;
    private readonly ConcurrentDictionary<string, Counter.Child> _byRule = new();

    public FairnessMetrics(IMetricFactory metrics)
    {
        Counter dropped = metrics.CreateCounter("dropped_events_total", "Events that Fairness refused.", ["reason"]);
        _rateLimited = dropped.WithLabels(ProblemTypes.RateLimited.Name);
        _implausible = dropped.WithLabels(ProblemTypes.ImplausibleEvent.Name);
        _blocked = dropped.WithLabels(ProblemTypes.PlayerBlocked.Name);
        _flags = metrics.CreateCounter("anomaly_flags_total", "Rules broken, whatever followed.", ["rule"]);
    }

    public void Dropped(VerdictKind kind) => (kind switch
    {
        VerdictKind.RateLimited => _rateLimited,
        VerdictKind.Implausible => _implausible,
        _ => _blocked,
    }).Inc();

    /// <inheritdoc/>
    public void Broken(string rule) => _byRule.GetOrAdd(rule, static (id, flags) => flags.WithLabels(id), _flags).Inc();
}
