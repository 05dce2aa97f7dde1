using System.Collections.Concurrent;
using LiveOps.Core.Problems;
using LiveOps.Core.Verdicts;
using LiveOps.Fairness.Verdicts;
using Prometheus;

namespace LiveOps.Fairness.Metrics;

/// <summary>What Fairness counts. Rules go by their ids as long as there were not too many: whoever writes one policy after another makes no more time series.</summary>
internal sealed class FairnessMetrics : IBrokenRules
{
    /// <summary>How many rules go by their id while the process runs: two policies full of them.</summary>
    public const int MostRules = 128;

    private const string Other = "other";

    private readonly Counter _flags;
    private readonly Counter.Child _rateLimited, _implausible, _blocked;
    private readonly Gauge _open;
    private readonly ConcurrentDictionary<string, Counter.Child> _byRule = new();

    public FairnessMetrics(IMetricFactory metrics)
    {
        Counter dropped = metrics.CreateCounter("dropped_events_total", "Events that Fairness refused.", ["reason"]);
        _rateLimited = dropped.WithLabels(ProblemTypes.RateLimited.Name);
        _implausible = dropped.WithLabels(ProblemTypes.ImplausibleEvent.Name);
        _blocked = dropped.WithLabels(ProblemTypes.PlayerBlocked.Name);
        _flags = metrics.CreateCounter("anomaly_flags_total", "Rules broken, whatever followed.", ["rule"]);
        _open = metrics.CreateGauge("reviews_open", "Cases that wait for a moderator's decision, of all replicas: take their maximum.");
        _open.Set(double.NaN); // nobody has asked yet
    }

    public void Dropped(VerdictKind kind) => (kind switch
    {
        VerdictKind.RateLimited => _rateLimited,
        VerdictKind.Implausible => _implausible,
        _ => _blocked,
    }).Inc();

    /// <summary>So many cases wait; NaN where that is not known.</summary>
    public void ReviewsOpen(double cases) => _open.Set(cases);

    /// <inheritdoc/>
    public void Broken(string rule) => (_byRule.TryGetValue(rule, out Counter.Child? known) ? known : Child(rule)).Inc();

    private Counter.Child Child(string rule) =>
        _byRule.Count < MostRules ? _byRule.GetOrAdd(rule, static (id, flags) => flags.WithLabels(id), _flags) : _flags.WithLabels(Other);
}
