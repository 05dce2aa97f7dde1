using Prometheus;

namespace LiveOps.ServiceDefaults.Exports;

/// <summary>What an embedded system says of its exports; of a cluster's jobs Kubernetes says it (<c>kube_cronjob_status_last_successful_time</c>).</summary>
internal sealed class ExportMetrics(IMetricFactory metrics)
{
    private readonly Gauge _last = metrics.CreateGauge("export_last_success_timestamp_seconds", "When the nightly export was last whole, in seconds since 1970; 0 before the first.");
    private readonly Counter _failures = metrics.CreateCounter("export_failures_total", "Attempts at the nightly export that failed; it is tried again.");

    /// <summary>An export is whole.</summary>
    public void Succeeded(DateTimeOffset at) => _last.Set(at.ToUnixTimeSeconds());

    /// <summary>An attempt failed.</summary>
    public void Failed() => _failures.Inc();
}
