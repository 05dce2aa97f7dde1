using System.Diagnostics;
using LiveOps.Core.Bus;
using LiveOps.ServiceDefaults.Bus.Delivery;
using LiveOps.ServiceDefaults.Redis;
using LiveOps.ServiceDefaults.Settings;
using LiveOps.ServiceDefaults.Stores;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace LiveOps.ServiceDefaults.Bus.RedisStreams;

/// <summary>Redis Streams as the bus.</summary>
internal static class RedisStreamsExtensions
{
    /// <summary>Registers it, and the feed of the service's consumer, if it has one.</summary>
    /// <exception cref="SettingException">A setting is missing or wrong.</exception>
    public static void AddRedisStreams(this WebApplicationBuilder builder)
    {
        RedisStreamsSettings settings = RedisStreamsSettings.Read(builder.Configuration);
        builder.Services.AddSingleton(settings);
        builder.AddRedisConnection(ServerCheck.Name, settings.Redis);
        builder.Services.AddKeyedSingleton(ServerCheck.Name, (services, _) => new RedisStore(
            services.GetRequiredKeyedService<RedisConnection>(ServerCheck.Name),
            settings.Redis.OperationTimeout,
            services.GetRequiredService<StoreDurations>(),
            services.GetRequiredService<TimeProvider>()));
        builder.Services.TryAddSingleton<RedisMemory>();
        builder.Services.AddSingleton(services => ActivatorUtilities.CreateInstance<ServerCheck>(services, Store(services)));
        builder.Services.AddHealthChecks().AddCheck<ServerCheck>(ServerCheck.Name);
        builder.Services.AddSingleton<IEventBus>(services => new TracedBus(
            new RedisStreamsBus(Store(services), settings, services.GetRequiredService<ServerCheck>()),
            services.GetRequiredService<ActivitySource>()));
        if (settings.HistoryBytes > 0)
            builder.Services.AddSingleton<IEventHistory>(services => new StreamHistory(Store(services), settings));
        builder.Services.AddSingleton<BusMetrics>();
        builder.Services.AddSingleton(services => new StreamLetters(
            Store(services), services.GetRequiredService<IBusConsumer>().Name, services.GetRequiredService<TimeProvider>()));
        builder.Services.AddSingleton<IDeadLetters>(services => services.GetRequiredService<StreamLetters>());
        builder.Services.AddHostedService<RedisStreamsFeeds>();
    }

    private static RedisStore Store(IServiceProvider services) => services.GetRequiredKeyedService<RedisStore>(ServerCheck.Name);
}
