using Prometheus;

namespace LiveOps.Progression.Metrics;

/// <summary>What Progression counts.</summary>
internal sealed class ProgressionMetrics(IMetricFactory metrics)
{
    /// <summary>Events whose effects were applied since the service started; replaying the journal counts nothing.</summary>
    public ICounter EventsApplied { get; } = metrics.CreateCounter("progression_events_applied_total", "Events whose effects were applied.");

    public ICounter ReceiptsIssued { get; } = metrics.CreateCounter("receipts_issued_total", "Receipts issued for claimed rewards; the same receipt given again does not count.");
}
