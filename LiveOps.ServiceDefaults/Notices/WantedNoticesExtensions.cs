using LiveOps.ServiceDefaults.Redis;
using Microsoft.Extensions.DependencyInjection;
using Prometheus;

namespace LiveOps.ServiceDefaults.Notices;

/// <summary>Registers what a service of a cluster knows of which notices are wanted.</summary>
public static class WantedNoticesExtensions
{
    /// <summary>Registers <see cref="WantedNotices"/>, which reads the service's <see cref="RedisStore"/>.</summary>
    public static void AddWantedNotices(this IServiceCollection services, string source)
    {
        services.AddSingleton(provider => new WantedNotices(
            source, provider.GetRequiredService<RedisStore>(), provider.GetRequiredService<IMetricFactory>(), provider.GetRequiredService<TimeProvider>()));
        services.AddHostedService(provider => provider.GetRequiredService<WantedNotices>());
    }
}
