using LiveOps.Core.Bus;
using LiveOps.ServiceDefaults.Bus.ServiceBus;
using LiveOps.ServiceDefaults.Settings;
using Microsoft.AspNetCore.Builder;

namespace LiveOps.ServiceDefaults.Bus;

/// <summary>What events travel on.</summary>
public static class BusExtensions
{
    /// <summary>
    /// Registers the bus of <c>BUS_KIND</c>: an <see cref="IEventBus"/>, and what feeds every registered <see cref="IBusConsumer"/>. Embedded, it
    /// registers nothing: the process that holds the four services does.
    /// </summary>
    /// <exception cref="SettingException">The kind, or a setting of it, is wrong.</exception>
    public static void AddBus(this WebApplicationBuilder builder)
    {
        switch (builder.Configuration.GetBusKind())
        {
            case BusKind.Embedded:
                break;
            case BusKind.ServiceBus:
                builder.AddServiceBusBus();
                break;
            default:
                throw new SettingException("BUS_KIND: this version runs only embedded and servicebus.");
        }
    }
}
