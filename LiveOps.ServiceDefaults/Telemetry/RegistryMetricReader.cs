using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace LiveOps.ServiceDefaults.Telemetry;

/// <summary>Exports metrics every so often, and has the service's own read before: all of a collection is of one moment.</summary>
internal sealed class RegistryMetricReader(RegistryMeter own, IHostApplicationLifetime lifetime, BaseExporter<Metric> exporter, int intervalMilliseconds)
    : PeriodicExportingMetricReader(exporter, intervalMilliseconds)
{
    // Metrics that ask a store are given as long as a probe is.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    protected override bool OnCollect(int timeoutMilliseconds)
    {
        // While the host starts it counts the instruments there are: one that comes meanwhile it would count twice, and throw.
        if (lifetime.ApplicationStarted.IsCancellationRequested)
            own.Read(Patience);
        return base.OnCollect(timeoutMilliseconds);
    }
}
