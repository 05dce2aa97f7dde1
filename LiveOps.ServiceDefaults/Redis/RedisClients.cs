using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Instrumentation.StackExchangeRedis;
using StackExchange.Redis;

namespace LiveOps.ServiceDefaults.Redis;

/// <summary>Clients of Redis through Aspire's integration, as every use of it is to have them.</summary>
internal static class RedisClients
{
    /// <summary>Registers a <see cref="RedisConnection"/> under a key: what Aspire would have made when it is first asked for is made by it, in the background.</summary>
    public static void AddRedisConnection(this IHostApplicationBuilder builder, string key, RedisSettings settings)
    {
        builder.AddKeyedRedisClient(
            key,
            client =>
            {
                client.ConnectionString = settings.ConnectionString;
                client.DisableHealthChecks = true; // ours are named and worded as /readyz promises
                client.DisableTracing = true; // its own throws while a host stops; ServiceTelemetry traces
                client.DisableAutoActivation = true; // it would hold the start up until Redis is there
            },
            settings.Apply);
        ServiceDescriptor made = builder.Services.Last(service => service.ServiceType == typeof(IConnectionMultiplexer) && Equals(service.ServiceKey, key));
        builder.Services.Remove(made);
        builder.Services.AddKeyedSingleton(key, (services, _) => new RedisConnection(
            () => (IConnectionMultiplexer)made.KeyedImplementationFactory!(services, key),
            services.GetRequiredService<ILogger<RedisConnection>>(),
            services.GetService<StackExchangeRedisInstrumentation>()));
    }
}
