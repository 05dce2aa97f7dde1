using Aspire.StackExchange.Redis;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using StackExchange.Redis;

namespace Microsoft.Extensions.Hosting;

/// <summary>Redis in an application that Aspire knows.</summary>
public static class AspireRedisExtensions
{
    /// <summary>Registers <see cref="IConnectionMultiplexer"/>, and a health check named <c>StackExchange.Redis</c>.</summary>
    /// <param name="builder">The application's builder.</param>
    /// <param name="connectionName">The connection's name: <c>ConnectionStrings:&lt;connectionName&gt;</c> may hold the connection string.</param>
    /// <param name="configureSettings">Called after the settings were read.</param>
    /// <param name="configureOptions">Called after the connection string was parsed.</param>
    public static void AddRedisClient(
        this IHostApplicationBuilder builder,
        string connectionName,
        Action<StackExchangeRedisSettings>? configureSettings = null,
        Action<ConfigurationOptions>? configureOptions = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(connectionName);
        StackExchangeRedisSettings settings = Read(builder, connectionName, configureSettings);
        builder.Services.AddSingleton<IConnectionMultiplexer>(_ => Connect(settings, connectionName, configureOptions));
        if (!settings.DisableHealthChecks)
            AddCheck(builder, "StackExchange.Redis", services => services.GetRequiredService<IConnectionMultiplexer>());
    }

    /// <summary>
    /// The same for one of several: keyed by its name, the health check named <c>StackExchange.Redis_&lt;name&gt;</c>.
    /// </summary>
    /// <param name="builder">The application's builder.</param>
    /// <param name="name">The connection's name and the service's key.</param>
    /// <param name="configureSettings">Called after the settings were read.</param>
    /// <param name="configureOptions">Called after the connection string was parsed.</param>
    public static void AddKeyedRedisClient(
        this IHostApplicationBuilder builder,
        string name,
        Action<StackExchangeRedisSettings>? configureSettings = null,
        Action<ConfigurationOptions>? configureOptions = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(name);
        StackExchangeRedisSettings settings = Read(builder, name, configureSettings);
        builder.Services.AddKeyedSingleton<IConnectionMultiplexer>(name, (_, _) => Connect(settings, name, configureOptions));
        if (!settings.DisableHealthChecks)
            AddCheck(builder, "StackExchange.Redis_" + name, services => services.GetRequiredKeyedService<IConnectionMultiplexer>(name));
    }

    private static StackExchangeRedisSettings Read(IHostApplicationBuilder builder, string connectionName, Action<StackExchangeRedisSettings>? configureSettings)
    {
        var settings = new StackExchangeRedisSettings { ConnectionString = builder.Configuration.GetConnectionString(connectionName) };
        configureSettings?.Invoke(settings);
        return settings;
    }

    private static ConnectionMultiplexer Connect(StackExchangeRedisSettings settings, string connectionName, Action<ConfigurationOptions>? configureOptions)
    {
        ConfigurationOptions options = settings.ConnectionString is { } text ? ConfigurationOptions.Parse(text) : new ConfigurationOptions();
        // The package's own default: a server that is not there yet is waited for, unless the connection string says otherwise.
        if (settings.ConnectionString?.Contains("abortConnect", StringComparison.OrdinalIgnoreCase) != true)
            options.AbortOnConnectFail = false;
        configureOptions?.Invoke(options);
        if (options.EndPoints.Count == 0)
            throw new InvalidOperationException($"No endpoints specified. A connection string should be provided in 'ConnectionStrings:{connectionName}'.");
        return ConnectionMultiplexer.Connect(options);
    }

    private static void AddCheck(IHostApplicationBuilder builder, string name, Func<IServiceProvider, IConnectionMultiplexer> connection) =>
        builder.Services.AddHealthChecks().Add(new HealthCheckRegistration(name, services => new PingCheck(() => connection(services)), null, null));

    /// <summary>Well when the server answers a ping.</summary>
    private sealed class PingCheck(Func<IConnectionMultiplexer> connection) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            try
            {
                await connection().GetDatabase().PingAsync().WaitAsync(cancellationToken);
                return HealthCheckResult.Healthy();
            }
            catch (Exception e) when (e is RedisException or TimeoutException)
            {
                return new HealthCheckResult(context.Registration.FailureStatus, exception: e);
            }
        }
    }
}
