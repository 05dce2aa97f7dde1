using Microsoft.Extensions.Hosting;

namespace LiveOps.ServiceDefaults.Bus.ServiceBus;

/// <summary>Feeds the service's consumer for as long as the service runs, and keeps an eye on what waits for it.</summary>
internal sealed class ServiceBusFeed(ServiceBusPump pump, ServiceBusBacklog backlog) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        Task.Run(() => pump.RunAsync(stoppingToken), CancellationToken.None),
        Task.Run(() => backlog.WatchAsync(pump, stoppingToken), CancellationToken.None));
}
