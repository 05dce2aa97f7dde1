using System.Diagnostics;
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

    /// <summary>Makes a service's own. An exemplar is left by what runs in a trace that is kept: prometheus-net's own leave one for each, and the last would mostly lead nowhere (findings/prometheus-net-exemplars-of-unsampled.sh).</summary>
    public static IMetricFactory NewFactory(CollectorRegistry registry)
    {
        MetricFactory factory = Metrics.WithCustomRegistry(registry);
        factory.ExemplarBehavior = new ExemplarBehavior { DefaultExemplarProvider = static (_, _) => Activity.Current is { Recorded: true } ? Exemplar.FromTraceContext() : Exemplar.None };
        return factory;
    }
}
