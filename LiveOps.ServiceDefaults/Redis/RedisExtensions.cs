using LiveOps.ServiceDefaults.Settings;
using LiveOps.ServiceDefaults.Stores;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using StackExchange.Redis;

namespace LiveOps.ServiceDefaults.Redis;

/// <summary>Redis as a store of a service.</summary>
public static class RedisExtensions
{
    /// <summary>
    /// Registers <see cref="RedisStore"/>, <see cref="IConnectionMultiplexer"/> beneath it, and the readiness check <c>redis</c>. The address
    /// is <c>REDIS_URL</c>, else <c>ConnectionStrings__redis</c>. A Redis that is down, now or later, is waited for and connected to again.
    /// </summary>
    /// <param name="builder">The service's builder.</param>
    /// <param name="needed">Whether the service is not ready without it; false where it is no more than a cache.</param>
    /// <exception cref="SettingException">No address, or a wrong one.</exception>
    public static void AddRedis(this WebApplicationBuilder builder, bool needed = true)
    {
        RedisSettings settings = RedisSettings.Read(builder.Configuration, "REDIS_URL", "redis")
            ?? throw new SettingException("REDIS_URL, or ConnectionStrings__redis, must say where Redis is.");
        builder.AddRedisClient(
            "redis",
            client =>
            {
                client.ConnectionString = settings.ConnectionString;
                client.DisableHealthChecks = true; // ours is named and worded as /readyz promises
                client.DisableTracing = true; // its own throws while a host stops; ServiceTelemetry traces
            },
            settings.Apply);
        builder.Services.AddSingleton(services => new RedisStore(
            services.GetRequiredService<IConnectionMultiplexer>(),
            settings.OperationTimeout,
            services.GetRequiredService<StoreDurations>(),
            services.GetRequiredService<TimeProvider>()));
        if (needed)
            builder.Services.AddHealthChecks().AddCheck<RedisCheck>(RedisStore.Name);
    }
}
