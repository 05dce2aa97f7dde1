using Microsoft.Extensions.Configuration;

namespace LiveOps.ServiceDefaults.Settings;

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
