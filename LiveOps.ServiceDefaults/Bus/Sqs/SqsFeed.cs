using LiveOps.Core.Bus;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace LiveOps.ServiceDefaults.Bus.Sqs;

/// <summary>Feeds the service's consumer for as long as the service runs, and keeps an eye on what waits for it; nothing where the service only publishes.</summary>
internal sealed class SqsFeed(IServiceProvider services, SqsSettings settings, IEnumerable<IBusConsumer> consumers) : BackgroundService
{
    private readonly SqsPump? _pump = consumers.Any() ? services.GetRequiredService<SqsPump>() : null;

    /// <summary>What receiving fails for, and whose; null where nothing does.</summary>
    public string? Failing => _pump?.Failing is { } reason ? $"queue {settings.QueueOf(_pump.Consumer)}: {reason}" : null;

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_pump is null)
            return Task.CompletedTask;
        var backlog = services.GetRequiredService<SqsBacklog>();
        return Task.WhenAll(
            Task.Run(() => _pump.RunAsync(stoppingToken), CancellationToken.None),
            Task.Run(() => backlog.WatchAsync(_pump, stoppingToken), CancellationToken.None));
    }
}
