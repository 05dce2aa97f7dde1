using Azure.Messaging.ServiceBus;
using Azure.Messaging.ServiceBus.Administration;
using LiveOps.ServiceDefaults.Secrets;
using LiveOps.ServiceDefaults.Settings;
using Microsoft.Extensions.Configuration;

namespace LiveOps.ServiceDefaults.Bus.ServiceBus;

/// <summary>
/// Where the namespace is: a connection string with a key (or the emulator's), or the namespace's host, to which the service shows its
/// identity in Azure. What counts messages is asked at the same place, unless it is said to be elsewhere: the emulator's has a port of its own.
/// </summary>
internal sealed class ServiceBusConnection
{
    private const string Setting = "ConnectionStrings__" + ServiceBusSettings.ConnectionName;
    private const string AdministrationSetting = "ConnectionStrings__" + ServiceBusSettings.AdministrationConnectionName;

    private readonly string? _connectionString, _host, _administration;

    private ServiceBusConnection(string? connectionString, string? host, string? administration)
    {
        _connectionString = connectionString;
        _host = host;
        _administration = administration;
    }

    /// <summary>
    /// Reads <c>ConnectionStrings:servicebus</c>, else <c>AZURE_SERVICEBUS_CONNECTION_STRING</c>; and <c>ConnectionStrings:servicebusadmin</c>, if there is one.
    /// </summary>
    /// <exception cref="SettingException">It is missing, or neither a connection string nor a host; or what counts messages is given by no connection string.</exception>
    public static ServiceBusConnection Read(IConfiguration configuration)
    {
        string? text = configuration.GetConnectionString(ServiceBusSettings.ConnectionName);
        if (string.IsNullOrWhiteSpace(text))
            text = configuration["AZURE_SERVICEBUS_CONNECTION_STRING"];
        if (string.IsNullOrWhiteSpace(text))
            throw new SettingException($"{Setting} is missing: BUS_KIND=servicebus needs the namespace's connection string, or its host name.");

        string? administration = configuration.GetConnectionString(ServiceBusSettings.AdministrationConnectionName);
        if (string.IsNullOrWhiteSpace(administration))
            administration = null;
        ServiceBusConnection connection = HostOf(text.Trim()) is { } host ? new(null, host, administration) : new(text.Trim(), null, administration);
        Check(connection.Client, $"{Setting} is no connection string of a Service Bus namespace, nor its host name.");
        Check(connection.Administration, $"{(administration is null ? Setting : AdministrationSetting)} is no connection string of a Service Bus namespace.");
        return connection;
    }

    /// <summary>A client, not connected yet.</summary>
    public ServiceBusClient Client()
    {
        var options = new ServiceBusClientOptions();
        ServiceBusSettings.Configure(options);
        return _host is null ? new ServiceBusClient(_connectionString, options) : new ServiceBusClient(_host, AzureCredentials.FromEnvironment(), options);
    }

    /// <summary>What may ask about subscriptions; null where that is the emulator's, whose administration is elsewhere, and nobody says where.</summary>
    public ServiceBusAdministrationClient? Administration()
    {
        var options = new ServiceBusAdministrationClientOptions();
        ServiceBusSettings.Configure(options);
        if (_administration is not null)
            return new ServiceBusAdministrationClient(_administration, options);
        if (_host is not null)
            return new ServiceBusAdministrationClient(_host, AzureCredentials.FromEnvironment(), options);
        bool isEmulator = _connectionString!.Contains("UseDevelopmentEmulator=true", StringComparison.OrdinalIgnoreCase);
        return isEmulator ? null : new ServiceBusAdministrationClient(_connectionString, options);
    }

    // Makes a client, which connects to nothing yet.
    private static void Check(Func<object?> make, string refusal)
    {
        try
        {
            make();
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            throw new SettingException(refusal, e);
        }
    }

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
