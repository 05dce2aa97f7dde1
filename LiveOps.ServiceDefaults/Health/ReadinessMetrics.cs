using Microsoft.Extensions.Hosting;
using Prometheus;

namespace LiveOps.ServiceDefaults.Health;

/// <summary>What <c>/readyz</c> says as metrics, so that an alert can name what is missing. Asked for at a scrape, as by a probe.</summary>
internal sealed class ReadinessMetrics(Readiness readiness, TimeProvider clock, CollectorRegistry registry, IMetricFactory metrics) : IHostedService
{
    /// <summary>How long a scrape waits for the answer; one that comes later is in the next scrape.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    private readonly Gauge _missing = metrics.CreateGauge("readiness_part_missing", "1 while the service lacks a part that it needs.", ["part"]);
    private readonly Gauge _degraded = metrics.CreateGauge("readiness_part_degraded", "1 while the service has a part otherwise than it should, and does without.", ["part"]);

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        registry.AddBeforeCollectCallback(cancellation => Task.WhenAny(UpdateAsync(), Task.Delay(Patience, clock, cancellation)));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task UpdateAsync()
    {
        IReadOnlyList<Missing> missing = await readiness.AskAsync();
        foreach (string part in readiness.Parts)
        {
            _missing.WithLabels(part).Set(missing.Any(one => one.Name == part && !one.IsBearable) ? 1 : 0);
            _degraded.WithLabels(part).Set(missing.Any(one => one.Name == part && one.IsBearable) ? 1 : 0);
        }
    }
}
