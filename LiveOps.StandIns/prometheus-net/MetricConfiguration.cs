namespace Prometheus;

/// <summary>How a metric is made.</summary>
public abstract class MetricConfiguration
{
    /// <summary>The names of its labels, for the methods that do not take them.</summary>
    public string[]? LabelNames { get; set; }

    /// <summary>Whether a value is held back until its first change.</summary>
    public bool SuppressInitialValue { get; set; }
}

/// <summary>How a counter is made.</summary>
public sealed class CounterConfiguration : MetricConfiguration;

/// <summary>How a gauge is made.</summary>
public sealed class GaugeConfiguration : MetricConfiguration;

/// <summary>How a histogram is made.</summary>
public sealed class HistogramConfiguration : MetricConfiguration
{
    /// <summary>The upper bounds of the buckets, rising; null for those of prometheus-net.</summary>
    public double[]? Buckets { get; set; }
}
