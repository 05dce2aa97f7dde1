using LiveOps.ServiceDefaults.Stores;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using StackExchange.Redis;

namespace LiveOps.ServiceDefaults.Redis;

/// <summary>Ready when Redis answers a ping. The connection is made at the first asking: one that is not there keeps no service from starting.</summary>
internal sealed class RedisCheck(IServiceProvider services) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await services.GetRequiredService<RedisStore>().RunAsync("ping", database => database.PingAsync());
            return HealthCheckResult.Healthy();
        }
        catch (Exception e) when (e is StoreUnavailableException or RedisException)
        {
            return HealthCheckResult.Unhealthy(e is StoreUnavailableException ? e.Message : null, e);
        }
    }
}
