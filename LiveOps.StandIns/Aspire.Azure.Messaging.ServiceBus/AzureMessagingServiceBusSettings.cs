using Azure.Core;

namespace Aspire.Azure.Messaging.ServiceBus;

/// <summary>How to connect to a namespace.</summary>
public sealed class AzureMessagingServiceBusSettings
{
    /// <summary>A connection string; wins over <see cref="FullyQualifiedNamespace"/>.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>The namespace's host, for who has a credential instead of a key.</summary>
    public string? FullyQualifiedNamespace { get; set; }

    /// <summary>Who asks; null for what the environment offers.</summary>
    public TokenCredential? Credential { get; set; }

    /// <summary>Whether the client's own spans are left out.</summary>
    public bool DisableTracing { get; set; } = true;

    // A host alone, or an endpoint without a key, is a namespace; all else is a connection string.
    internal void Read(string? connection)
    {
        if (string.IsNullOrEmpty(connection))
            return;
        string[] parts = connection.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (parts is [var only] && !only.Contains('=', StringComparison.Ordinal))
            FullyQualifiedNamespace = Uri.TryCreate(only, UriKind.Absolute, out Uri? uri) ? uri.Host : only;
        else if (parts is [var endpoint] && endpoint.StartsWith("Endpoint=", StringComparison.OrdinalIgnoreCase))
            FullyQualifiedNamespace = Uri.TryCreate(endpoint["Endpoint=".Length..], UriKind.Absolute, out Uri? uri) ? uri.Host : null;
        else
            ConnectionString = connection;
    }
}
