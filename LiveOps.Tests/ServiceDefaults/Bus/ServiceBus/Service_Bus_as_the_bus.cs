using LiveOps.Core.Bus;
using LiveOps.Tests.Harness.ServiceBusBroker;
using LiveOps.Tests.Harness.ServiceBusBroker.Entities;

namespace LiveOps.Tests.ServiceDefaults.Bus.ServiceBus;

/// <summary>Service Bus keeps what every bus promises: the adapter and the real client, on a broker of the tests' own, by this machine's own clock.</summary>
public sealed class Service_Bus_as_the_bus : BusContract
{
    private protected override async Task<BusWorld> StartAsync(params RecordingConsumer[] consumers)
    {
        Broker bus = Broker.Open(TimeProvider.System);
        BrokerTopic topic = bus.CreateTopic("events", options => options.RequiresDuplicateDetection = true);
        foreach (RecordingConsumer consumer in consumers)
            topic.CreateSubscription(consumer.Name);
        var services = new Dictionary<string, BusOnServiceBus> { ["gateway"] = await BusOnServiceBus.StartAsync(bus, TimeProvider.System) };
        foreach (RecordingConsumer consumer in consumers)
            services.Add(consumer.Name, await BusOnServiceBus.StartAsync(bus, TimeProvider.System, consumer));
        return new World(bus, services);
    }

    private sealed class World(Broker bus, Dictionary<string, BusOnServiceBus> services) : BusWorld
    {
        public override IEventBus Bus => services["gateway"].Bus;

        public override IDeadLetters Letters(string consumer) => services[consumer].DeadLetters;

        public override async ValueTask DisposeAsync()
        {
            foreach (BusOnServiceBus service in services.Values)
                await service.DisposeAsync();
            bus.Dispose();
        }
    }
}
