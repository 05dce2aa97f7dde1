using System.Diagnostics;
using Aspire.Azure.Messaging.ServiceBus;
using Azure.Identity;
using Azure.Messaging.ServiceBus;
using Azure.Messaging.ServiceBus.Administration;
using LiveOps.Core.Bus;
using LiveOps.ServiceDefaults.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Azure;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
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
        AzureMessagingServiceBusSettings connection = new();
        builder.AddAzureServiceBusClient(
            ServiceBusSettings.ConnectionName,
            read => connection = read,
            client => client.ConfigureOptions(ServiceBusSettings.Configure));
        CheckConnection(connection);

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
            Administration(connection),
            services.GetRequiredService<BusMetrics>(),
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ILogger<ServiceBusBacklog>>()));
        builder.Services.AddSingleton<IDeadLetters>(services => new ServiceBusDeadLetters(
            services.GetRequiredService<IBusConsumer>().Name,
            services.GetRequiredService<ServiceBusClient>(),
            services.GetRequiredService<ServiceBusPublisher>()));
    }

    // A wrong connection string, or one that this build cannot use, stops the start with a sentence.
    private static void CheckConnection(AzureMessagingServiceBusSettings connection)
    {
        const string Setting = "ConnectionStrings__" + ServiceBusSettings.ConnectionName;
        try
        {
            if (!string.IsNullOrEmpty(connection.ConnectionString))
                _ = new ServiceBusClient(connection.ConnectionString);
            else if (!string.IsNullOrEmpty(connection.FullyQualifiedNamespace))
                _ = new ServiceBusClient(connection.FullyQualifiedNamespace, connection.Credential ?? new DefaultAzureCredential(), new ServiceBusClientOptions());
            else
                throw new SettingException($"{Setting} is missing: BUS_KIND=servicebus needs the namespace's connection string, or its host name.");
        }
        catch (NotSupportedException e)
        {
            throw new SettingException($"{Setting}: {e.Message}", e);
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            throw new SettingException($"{Setting} is no connection string of a Service Bus namespace, nor its host name.", e);
        }
    }

    private static ServiceBusAdministrationClient? Administration(AzureMessagingServiceBusSettings connection)
    {
        if (string.IsNullOrEmpty(connection.ConnectionString))
        {
            // What Aspire publishes is an address, which only the other client takes.
            string host = Uri.TryCreate(connection.FullyQualifiedNamespace, UriKind.Absolute, out Uri? address) ? address.Host : connection.FullyQualifiedNamespace!;
            return new ServiceBusAdministrationClient(host, connection.Credential ?? new DefaultAzureCredential());
        }

        bool emulator = connection.ConnectionString.Contains("UseDevelopmentEmulator=true", StringComparison.OrdinalIgnoreCase);
        return emulator ? null : new ServiceBusAdministrationClient(connection.ConnectionString);
    }
}
