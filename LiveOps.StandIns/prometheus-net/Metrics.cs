namespace Prometheus;

/// <summary>Where registries and factories come from.</summary>
public static class Metrics
{
    /// <summary>Makes a registry.</summary>
    public static CollectorRegistry NewCustomRegistry() => new();

    /// <summary>A factory that makes metrics in a registry.</summary>
    public static MetricFactory WithCustomRegistry(CollectorRegistry registry) => new(registry);
}
