using LiveOps.Core.Bus;
using LiveOps.Core.Events;
using LiveOps.Core.Windows;
using Prometheus;

namespace LiveOps.ServiceDefaults.Bus.Delivery;

/// <summary>
/// <c>bus_event_delay_seconds</c>: of each event that a consumer has applied, how long before that it was accepted. Its count says how many were
/// applied: a lag that stands while this does not rise is a consumer that is held up.
/// </summary>
/// <param name="metrics">The service's metrics.</param>
/// <param name="clock">The clock that events are accepted by, or one that agrees with it.</param>
public sealed class EventDelays(IMetricFactory metrics, TimeProvider clock)
{
    // 5 and 300 are the bounds of objectives: deploy/monitoring/rules.
    private static readonly double[] Buckets = [.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60, 300, 900];

    private readonly Histogram _histogram = metrics.CreateHistogram(
        "bus_event_delay_seconds", "Time from an event's acceptance until this consumer had applied it.", new HistogramConfiguration { Buckets = Buckets });

    /// <summary>Takes a message that was applied. All of its events are as old as the first.</summary>
    public void Observe(in BusMessage message)
    {
        int count = EventBatch.CountOf(message);
        if (count > 0)
            _histogram.Observe(Math.Max(0, clock.Now() - EventBatch.Trusted(message.Payload).AcceptedAt) / (double)TimeSpan.TicksPerSecond, count);
    }
}
