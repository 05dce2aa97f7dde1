using LiveOps.Fairness.Metrics;
using LiveOps.ServiceDefaults.Stores;
using Prometheus;
using StackExchange.Redis;

namespace LiveOps.Fairness.Stores;

/// <summary>How many cases wait, asked for at a scrape, and NaN while that cannot be had. Where replicas share the cases each tells of all of them.</summary>
internal sealed class ReviewMetrics(IReviewStore store, FairnessMetrics metrics, TimeProvider clock, CollectorRegistry registry) : IHostedService
{
    // How long a scrape waits for the answer; one that comes later is in the next scrape.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

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
        try
        {
            metrics.ReviewsOpen(await store.CountOpenAsync());
        }
        catch (Exception e) when (e is StoreUnavailableException or RedisServerException)
        {
            metrics.ReviewsOpen(double.NaN); // a scrape tells of the rest all the same
        }
    }
}
