using System.Collections.Concurrent;
using System.Diagnostics;
using Prometheus;

namespace LiveOps.ServiceDefaults.Stores;

/// <summary><c>store_operation_duration_seconds</c> by store and operation, failed ones included.</summary>
public sealed class StoreDurations
{
    private static readonly double[] Buckets = [.0001, .00025, .0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5];

    private readonly ConcurrentDictionary<(string Store, string Operation), Histogram.Child> _children = new();
    private readonly Histogram _histogram;

    /// <param name="metrics">The service's metrics.</param>
    public StoreDurations(IMetricFactory metrics) => _histogram = metrics.CreateHistogram(
        "store_operation_duration_seconds",
        "How long an operation of a store took, the way there and back included.",
        ["store", "operation"],
        new HistogramConfiguration { Buckets = Buckets });

    /// <summary>Takes one operation.</summary>
    /// <param name="store"><c>redis</c>, <c>sql</c>.</param>
    /// <param name="operation">A word of the code, one of few: never an id.</param>
    /// <param name="start">The timestamp of <see cref="Stopwatch"/> at its start.</param>
    public void Observe(string store, string operation, long start) => _children
        .GetOrAdd((store, operation), static (key, histogram) => histogram.WithLabels(key.Store, key.Operation), _histogram)
        .Observe(Stopwatch.GetElapsedTime(start).TotalSeconds);
}
