using LiveOps.ServiceDefaults.Notices;
using LiveOps.ServiceDefaults.Redis;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LiveOps.ServiceDefaults.Sql;

/// <summary>Notices of a service whose state is in SQL.</summary>
public static class SqlNoticeExtensions
{
    /// <summary>Registers <see cref="WantedNotices"/>, and what brings notices from the database, whose schema has them, to where a gateway takes them.</summary>
    /// <typeparam name="TContext">The service's context.</typeparam>
    /// <param name="services">Where to.</param>
    /// <param name="source">Whose.</param>
    /// <param name="queue">Where they go.</param>
    public static void AddSqlNotices<TContext>(this IServiceCollection services, string source, NoticeQueue queue) where TContext : DbContext
    {
        services.AddWantedNotices(source);
        services.AddHostedService(provider => new SqlNoticeTeller<TContext>(
            queue, provider.GetRequiredService<WantedNotices>(), provider.GetRequiredService<SqlDatabase<TContext>>(), provider.GetRequiredService<RedisStore>(),
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<SqlNoticeTeller<TContext>>>()));
    }
}
