using Prometheus;

namespace LiveOps.ServiceDefaults.Telemetry;

/// <summary>What Prometheus expects to know of any process, beside the service's own metrics. Where four services share one process, each tells of it.</summary>
internal static class ProcessMetrics
{
    /// <summary>A registry that has them.</summary>
    public static CollectorRegistry NewRegistry()
    {
        CollectorRegistry registry = Metrics.NewCustomRegistry();
        DotNetStats.Register(registry);
        // By the name that other languages' libraries have; prometheus-net's own is process_working_set_bytes.
        Gauge resident = Metrics.WithCustomRegistry(registry).CreateGauge("process_resident_memory_bytes", "Resident memory size in bytes.");
        registry.AddBeforeCollectCallback(() => resident.Set(Environment.WorkingSet));
        return registry;
    }
}
