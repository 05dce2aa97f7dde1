using LiveOps.Core.Bus;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace LiveOps.ServiceDefaults.Bus.RedisStreams;

/// <summary>Runs a feed for the service's consumer; none where the service only publishes.</summary>
internal sealed class RedisStreamsFeeds(IServiceProvider services, IEnumerable<IBusConsumer> consumers) : IHostedService, IAsyncDisposable
{
    private readonly RedisStreamsFeed[] _feeds = [.. consumers.Select(consumer => ActivatorUtilities.CreateInstance<RedisStreamsFeed>(services, consumer))];

    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (RedisStreamsFeed feed in _feeds)
            feed.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.WhenAll(_feeds.Select(feed => feed.StopAsync(cancellationToken)));

    public async ValueTask DisposeAsync()
    {
        foreach (RedisStreamsFeed feed in _feeds)
            await feed.DisposeAsync();
    }
}
