using LiveOps.Core.Bus;
using LiveOps.ServiceDefaults.Redis;
using LiveOps.ServiceDefaults.Settings;

namespace LiveOps.Gateway.Idempotency;

/// <summary>Chooses where the gateway remembers.</summary>
internal static class RequestMemoryExtensions
{
    /// <summary>Embedded: in memory, kept by the journal. In a cluster: in Redis, so that any gateway knows what another answered.</summary>
    /// <exception cref="SettingException">A setting is missing or wrong.</exception>
    public static void AddRequestMemory(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(RequestMemoryOptions.Read(builder.Configuration));
        if (builder.Configuration.GetBusKind() == BusKind.Embedded)
        {
            builder.Services.AddSingleton<JournaledRequestMemory>();
            builder.Services.AddSingleton<IRequestMemory>(services => services.GetRequiredService<JournaledRequestMemory>());
            builder.Services.AddSingleton<IJournaledState>(services => services.GetRequiredService<JournaledRequestMemory>());
        }
        else
        {
            builder.AddRedis();
            builder.Services.AddSingleton<IRequestMemory, RedisRequestMemory>();
        }
    }
}
