using Azure.Messaging.ServiceBus;
using Azure.Messaging.ServiceBus.Administration;
using LiveOps.ServiceDefaults.Secrets;
using LiveOps.ServiceDefaults.Settings;
using Microsoft.Extensions.Configuration;

namespace LiveOps.ServiceDefaults.Bus.ServiceBus;

/// <summary>
/// Where the namespace is: a connection string with a key (or the emulator's), or the namespace's host, to which the service shows its
/// identity in Azure.
/// </summary>
internal sealed class ServiceBusConnection
{
    private const string Setting = "ConnectionStrings__" + ServiceBusSettings.ConnectionName;

    private readonly string? _connectionString, _host;

    private ServiceBusConnection(string? connectionString, string? host)
    {
        _connectionString = connectionString;
        _host = host;
    }

    /// <summary>Reads <c>ConnectionStrings:servicebus</c>, else <c>AZURE_SERVICEBUS_CONNECTION_STRING</c>.</summary>
    /// <exception cref="SettingException">It is missing, or neither a connection string nor a host.</exception>
    public static ServiceBusConnection Read(IConfiguration configuration)
    {
        string? text = configuration.GetConnectionString(ServiceBusSettings.ConnectionName);
        if (string.IsNullOrWhiteSpace(text))
            text = configuration["AZURE_SERVICEBUS_CONNECTION_STRING"];
        if (string.IsNullOrWhiteSpace(text))
            throw new SettingException($"{Setting} is missing: BUS_KIND=servicebus needs the namespace's connection string, or its host name.");

        ServiceBusConnection connection = HostOf(text.Trim()) is { } host ? new(null, host) : new(text.Trim(), null);
        try
        {
            _ = connection.Client(); // makes no connection yet
            return connection;
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            throw new SettingException($"{Setting} is no connection string of a Service Bus namespace, nor its host name.", e);
        }
    }

    /// <summary>A client, not connected yet.</summary>
    public ServiceBusClient Client()
    {
        var options = new ServiceBusClientOptions();
        ServiceBusSettings.Configure(options);
        return _host is null ? new ServiceBusClient(_connectionString, options) : new ServiceBusClient(_host, AzureCredentials.FromEnvironment(), options);
    }

    /// <summary>What may ask about subscriptions; null for the emulator, whose administration is elsewhere.</summary>
    public ServiceBusAdministrationClient? Administration() =>
        _host is not null ? new ServiceBusAdministrationClient(_host, AzureCredentials.FromEnvironment()) :
        _connectionString!.Contains("UseDevelopmentEmulator=true", StringComparison.OrdinalIgnoreCase) ? null :
        new ServiceBusAdministrationClient(_connectionString);

    // A host alone, an address, or an endpoint without a key; all else is a connection string.
    private static string? HostOf(string text)
    {
        string[] parts = text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (parts is not [var only])
            return null;
        const string Endpoint = "Endpoint=";
        if (only.StartsWith(Endpoint, StringComparison.OrdinalIgnoreCase))
            only = only[Endpoint.Length..];
        else if (only.Contains('=', StringComparison.Ordinal))
            return null;
        return Uri.TryCreate(only, UriKind.Absolute, out Uri? address) && address.Host.Length > 0 ? address.Host : only;
    }
}
