using LiveOps.Core.Bus;
using LiveOps.ServiceDefaults.Bus.RedisStreams;
using LiveOps.ServiceDefaults.Bus.ServiceBus;
using LiveOps.ServiceDefaults.Bus.Sqs;
using LiveOps.ServiceDefaults.Settings;
using Microsoft.AspNetCore.Builder;

namespace LiveOps.ServiceDefaults.Bus;

/// <summary>What events travel on.</summary>
public static class BusExtensions
{
    /// <summary>For a service that runs alone: it needs a bus to meet the others on.</summary>
    /// <exception cref="SettingException">What is configured is the embedded system's.</exception>
    public static void RequireBus(this WebApplicationBuilder builder)
    {
        if (builder.Configuration.GetBusKind() == BusKind.Embedded)
            throw new SettingException("BUS_KIND must be redis, servicebus or sqs for a service that runs alone; the embedded system is LiveOps.Embedded.");
    }

    /// <summary>
    /// Registers the bus of <c>BUS_KIND</c>: an <see cref="IEventBus"/>, what feeds the service's <see cref="IBusConsumer"/> if it registers one, one
    /// call at a time, and that consumer's <see cref="IDeadLetters"/>. Embedded, it registers nothing: the process that holds the four services
    /// does.
    /// </summary>
    /// <exception cref="SettingException">The kind, or a setting of it, is wrong.</exception>
    public static void AddBus(this WebApplicationBuilder builder)
    {
        switch (builder.Configuration.GetBusKind())
        {
            case BusKind.Embedded:
                break;
            case BusKind.Redis:
                builder.AddRedisStreams();
                break;
            case BusKind.ServiceBus:
                builder.AddServiceBusBus();
                break;
            case BusKind.Sqs:
                builder.AddSqsBus();
                break;
            default:
                throw new InvalidOperationException("a kind of bus that is not known here");
        }
    }
}
