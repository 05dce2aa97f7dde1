using LiveOps.ServiceDefaults.Settings;
using LiveOps.ServiceDefaults.Stores;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace LiveOps.ServiceDefaults.Redis;

/// <summary>Redis as a store of a service.</summary>
public static class RedisExtensions
{
    /// <summary>
    /// Registers <see cref="RedisStore"/> and the readiness check <c>redis</c>. The address
    /// is <c>REDIS_URL</c>, else <c>ConnectionStrings__redis</c>. A Redis that is down, now or later, is waited for and connected to again.
    /// </summary>
    /// <param name="builder">The service's builder.</param>
    /// <param name="needed">Whether the service is not ready without it; false where it is no more than a cache.</param>
    /// <exception cref="SettingException">No address, or a wrong one.</exception>
    public static void AddRedis(this WebApplicationBuilder builder, bool needed = true)
    {
        RedisSettings settings = RedisSettings.Read(builder.Configuration, "REDIS_URL", "redis")
            ?? throw new SettingException("REDIS_URL, or ConnectionStrings__redis, must say where Redis is.");
        builder.AddRedisConnection(RedisStore.Name, settings);
        builder.Services.AddSingleton(services => new RedisStore(
            services.GetRequiredKeyedService<RedisConnection>(RedisStore.Name),
            settings.OperationTimeout,
            services.GetRequiredService<StoreDurations>(),
            services.GetRequiredService<TimeProvider>()));
        builder.Services.TryAddSingleton<RedisMemory>();
        if (needed)
            builder.Services.AddHealthChecks().AddCheck<RedisCheck>(RedisStore.Name);
    }
}
