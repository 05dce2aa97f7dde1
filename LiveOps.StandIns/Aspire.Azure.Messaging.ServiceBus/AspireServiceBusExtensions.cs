using Aspire.Azure.Messaging.ServiceBus;
using Azure.Core.Extensions;
using Azure.Identity;
using Azure.Messaging.ServiceBus;
using Microsoft.Extensions.Azure;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.Extensions.Hosting;

/// <summary>Service Bus in an application that Aspire knows.</summary>
public static class AspireServiceBusExtensions
{
    /// <summary>Registers one <see cref="ServiceBusClient"/>, made when it is first asked for.</summary>
    /// <param name="builder">The application's builder.</param>
    /// <param name="connectionName">The connection's name in <c>ConnectionStrings</c>.</param>
    /// <param name="configureSettings">Called after the settings were read.</param>
    /// <param name="configureClientBuilder">Called with the client's builder.</param>
    public static void AddAzureServiceBusClient(
        this IHostApplicationBuilder builder,
        string connectionName,
        Action<AzureMessagingServiceBusSettings>? configureSettings = null,
        Action<IAzureClientBuilder<ServiceBusClient, ServiceBusClientOptions>>? configureClientBuilder = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(connectionName);
        var settings = new AzureMessagingServiceBusSettings();
        settings.Read(builder.Configuration.GetConnectionString(connectionName));
        configureSettings?.Invoke(settings);
        var client = new AzureClientBuilder<ServiceBusClient, ServiceBusClientOptions>();
        configureClientBuilder?.Invoke(client);
        builder.Services.AddSingleton(_ => Make(settings, client.Options, connectionName));
    }

    private static ServiceBusClient Make(AzureMessagingServiceBusSettings settings, List<Action<ServiceBusClientOptions>> configure, string connectionName)
    {
        var options = new ServiceBusClientOptions();
        configure.ForEach(action => action(options));
        if (!string.IsNullOrEmpty(settings.ConnectionString))
            return new ServiceBusClient(settings.ConnectionString, options);
        if (string.IsNullOrEmpty(settings.FullyQualifiedNamespace))
        {
            throw new InvalidOperationException(
                $"A ServiceBusClient could not be configured. Ensure valid connection information was provided in 'ConnectionStrings:{connectionName}'.");
        }

        return new ServiceBusClient(settings.FullyQualifiedNamespace, settings.Credential ?? new DefaultAzureCredential(), options);
    }
}
