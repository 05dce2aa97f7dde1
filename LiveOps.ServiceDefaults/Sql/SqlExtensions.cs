using LiveOps.ServiceDefaults.Settings;
using LiveOps.ServiceDefaults.Sql.Connections;
using LiveOps.ServiceDefaults.Sql.Migrations;
using LiveOps.ServiceDefaults.Sql.Providers;
using LiveOps.ServiceDefaults.Stores;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Prometheus;

namespace LiveOps.ServiceDefaults.Sql;

/// <summary>A service's SQL database: MySQL, MariaDB or PostgreSQL.</summary>
public static class SqlExtensions
{
    /// <summary>
    /// Registers <see cref="SqlDatabase{TContext}"/>, a pooled factory of contexts, and the readiness check <c>database</c>. The database
    /// need not be there yet.
    /// </summary>
    /// <typeparam name="TContext">The service's context; its assembly holds <c>Migrations/</c> and <c>Sql/</c>.</typeparam>
    /// <param name="builder">The service's builder.</param>
    /// <param name="name">The service's name: the database's connection string is <c>ConnectionStrings__name</c>, or <c>DB_URL</c>.</param>
    /// <param name="needed">Whether the service is not ready without it.</param>
    /// <exception cref="SettingException">A setting is missing or wrong.</exception>
    public static void AddSqlDatabase<TContext>(this WebApplicationBuilder builder, string name, bool needed = true) where TContext : DbContext
    {
        var source = new SqlSource(SqlSettings.Read(builder.Configuration, name));
        _ = source.Connections; // a connection string that means nothing stops the start
        builder.Services.AddSingleton(_ => source); // so that the container disposes of it
        builder.Services.TryAddSingleton(services => new StoreDurations(services.GetRequiredService<IMetricFactory>()));
        builder.Services.AddPooledDbContextFactory<TContext>(source.Provider.Use);
        builder.Services.AddSingleton(services => new SqlDatabase<TContext>(
            services.GetRequiredService<SqlSource>(), services.GetRequiredService<IDbContextFactory<TContext>>(), services.GetRequiredService<StoreDurations>()));
        if (!needed)
            return;
        var check = new SchemaCheck(source, typeof(TContext).Assembly);
        builder.Services.AddHealthChecks().Add(new HealthCheckRegistration("database", _ => check, null, null));
    }

    /// <summary>Whether a service that can do without one is given a database.</summary>
    public static bool HasSqlDatabase(this IConfiguration configuration, string name) =>
        configuration.GetConnectionString(name) is { Length: > 0 } || configuration["DB_URL"] is { Length: > 0 };

    /// <summary>
    /// The service's migration step, in place of the service: runs the scripts of <typeparamref name="TContext"/>'s assembly that were not run
    /// yet. Safe to run again, and from two places at once.
    /// </summary>
    /// <typeparam name="TContext">The service's context.</typeparam>
    /// <param name="builder">The service's builder, with defaults.</param>
    /// <param name="name">As in <see cref="AddSqlDatabase{TContext}"/>.</param>
    /// <param name="cancellation">Stops it between two statements.</param>
    /// <exception cref="SettingException">A setting is missing or wrong.</exception>
    /// <exception cref="StoreUnavailableException">The database could not be reached for minutes.</exception>
    public static async Task MigrateSqlAsync<TContext>(this WebApplicationBuilder builder, string name, CancellationToken cancellation = default) where TContext : DbContext
    {
        await using var source = new SqlSource(SqlSettings.Read(builder.Configuration, name));
        await using WebApplication app = builder.Build(); // for its logs; it is never started
        var migrator = new SqlMigrator(source, typeof(TContext).Assembly, app.Services.GetRequiredService<TimeProvider>(), app.Services.GetRequiredService<ILogger<SqlMigrator>>());
        await migrator.RunAsync(cancellation);
    }
}
