using Microsoft.Extensions.Configuration;

namespace LiveOps.ServiceDefaults.Settings;

/// <summary>What events travel on: <c>BUS_KIND</c>.</summary>
public enum BusKind
{
    /// <summary><c>embedded</c>, the default: the journal, all services in one process.</summary>
    Embedded,

    /// <summary><c>redis</c>: Redis Streams.</summary>
    Redis,

    /// <summary><c>servicebus</c>: Azure Service Bus.</summary>
    ServiceBus,
}

/// <summary>Reads <c>BUS_KIND</c>.</summary>
public static class BusKinds
{
    /// <summary>The configured kind.</summary>
    /// <exception cref="SettingException">It is none of the three.</exception>
    public static BusKind GetBusKind(this IConfiguration configuration) => configuration["BUS_KIND"]?.ToLowerInvariant() switch
    {
        null or "" or "embedded" => BusKind.Embedded,
        "redis" => BusKind.Redis,
        "servicebus" => BusKind.ServiceBus,
        _ => throw new SettingException("BUS_KIND must be embedded, redis or servicebus."),
    };
}
