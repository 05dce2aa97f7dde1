using System.Diagnostics;
using Azure.Messaging.ServiceBus;
using LiveOps.Core.Bus;
using LiveOps.ServiceDefaults.Bus.Delivery;
using LiveOps.ServiceDefaults.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LiveOps.ServiceDefaults.Bus.ServiceBus;

/// <summary>The bus on Azure Service Bus.</summary>
internal static class ServiceBusBusExtensions
{
    /// <summary>Registers it, and the feed of the service's consumer, if it has one.</summary>
    /// <exception cref="SettingException">A setting is wrong.</exception>
    public static void AddServiceBusBus(this WebApplicationBuilder builder)
    {
        var settings = ServiceBusSettings.Read(builder.Configuration);
        var connection = ServiceBusConnection.Read(builder.Configuration);

        builder.Services.AddSingleton(_ => connection.Client());
        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton<ServiceBusPublisher>();
        builder.Services.AddSingleton<IEventBus>(services =>
            new TracedBus(services.GetRequiredService<ServiceBusPublisher>(), services.GetRequiredService<ActivitySource>()));
        builder.Services.AddHostedService(services => services.GetRequiredService<ServiceBusPublisher>());
        builder.Services.AddSingleton<ServiceBusFeed>();
        builder.Services.AddHostedService(services => services.GetRequiredService<ServiceBusFeed>());
        builder.Services.AddHealthChecks().AddCheck<ServiceBusReady>("bus");

        // Made only where there is a consumer, which may be registered later.
        builder.Services.AddSingleton(services => ActivatorUtilities.CreateInstance<BusMetrics>(services));
        builder.Services.AddSingleton(services => ActivatorUtilities.CreateInstance<GroupApplier>(services));
        builder.Services.AddSingleton(services => ActivatorUtilities.CreateInstance<ServiceBusPump>(services));
        builder.Services.AddSingleton(services => new ServiceBusBacklog(
            connection.Administration(),
            services.GetRequiredService<BusMetrics>(),
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ILogger<ServiceBusBacklog>>()));
        builder.Services.AddSingleton<IDeadLetters>(services => new ServiceBusDeadLetters(
            services.GetRequiredService<IBusConsumer>().Name,
            services.GetRequiredService<ServiceBusClient>(),
            services.GetRequiredService<ServiceBusPublisher>()));
    }
}
