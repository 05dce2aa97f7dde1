using Prometheus;

namespace LiveOps.ServiceDefaults.Bus.Delivery;

/// <summary>A consumer's metrics, under the names that every bus has.</summary>
internal sealed class BusMetrics(IMetricFactory metrics, TimeProvider clock)
{
    /// <summary>How far behind the consumer is, all its replicas together: NaN until it was asked for, and while it cannot be.</summary>
    public IGauge Lag { get; } = Unknown(metrics.CreateGauge("bus_lag_events", "Events published and not yet applied by this consumer."));

    /// <summary>What is applied, and how late.</summary>
    public EventDelays Delays { get; } = new(metrics, clock);

    /// <summary>What comes again.</summary>
    public ICounter Redeliveries { get; } =
        metrics.CreateCounter("bus_redeliveries_total", "Messages delivered to this consumer again after it failed.");

    /// <summary>What was set aside and waits, all replicas together: NaN until it was asked for, and where it cannot be.</summary>
    public IGauge DeadLettersWaiting { get; } = Unknown(metrics.CreateGauge("bus_dead_letters_waiting", "Messages this consumer could not apply that wait to be replayed or discarded."));

    /// <summary>What is set aside.</summary>
    public ICounter DeadLetters { get; } = metrics.CreateCounter("bus_dead_letters_total", "Messages this consumer could not apply, set aside.");

    private static Gauge Unknown(Gauge gauge)
    {
        gauge.Set(double.NaN);
        return gauge;
    }
}
