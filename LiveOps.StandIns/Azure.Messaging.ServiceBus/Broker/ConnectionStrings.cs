namespace Azure.Messaging.ServiceBus.Broker;

/// <summary>Reads connection strings: <c>Endpoint=sb://host/;SharedAccessKeyName=…;SharedAccessKey=…</c>.</summary>
internal static class ConnectionStrings
{
    /// <summary>The host of its endpoint.</summary>
    /// <exception cref="FormatException">It has no endpoint.</exception>
    public static string HostOf(string connectionString)
    {
        ArgumentException.ThrowIfNullOrEmpty(connectionString);
        foreach (string part in connectionString.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (part.StartsWith("Endpoint=", StringComparison.OrdinalIgnoreCase) && Uri.TryCreate(part["Endpoint=".Length..], UriKind.Absolute, out Uri? endpoint))
                return endpoint.Host;
        }

        throw new FormatException("The connection string used for a Service Bus client must specify the Service Bus namespace host.");
    }
}
