using Azure.Messaging.ServiceBus;
using LiveOps.Core.Bus;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LiveOps.ServiceDefaults.Bus.ServiceBus;

/// <summary>Feeds every consumer of the service, each from its own subscription, and keeps an eye on what waits there.</summary>
internal sealed class ServiceBusFeed(
    IEnumerable<IBusConsumer> consumers,
    ServiceBusClient client,
    ServiceBusSettings settings,
    BusMetrics metrics,
    ServiceBusBacklog backlog,
    TimeProvider clock,
    ILoggerFactory loggers) : BackgroundService
{
    private readonly ServiceBusPump[] _pumps =
    [
        .. consumers.Select(consumer => new ServiceBusPump(
            new GroupApplier(consumer, clock, loggers.CreateLogger<GroupApplier>()), client, settings, metrics, clock, loggers.CreateLogger<ServiceBusPump>())),
    ];

    /// <summary>What each consumer's receiving fails for, where it does.</summary>
    public IEnumerable<(string Consumer, string Reason)> Failing =>
        from pump in _pumps let reason = pump.Failing where reason is not null select (pump.Consumer, reason);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
    [
        .. _pumps.Select(pump => Task.Run(() => pump.RunAsync(stoppingToken), CancellationToken.None)),
        Task.Run(() => backlog.WatchAsync(_pumps, stoppingToken), CancellationToken.None),
    ]);
}
