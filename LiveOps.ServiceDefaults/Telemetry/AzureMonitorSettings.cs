using Azure.Monitor.OpenTelemetry.Exporter;
using LiveOps.ServiceDefaults.Settings;
using Microsoft.Extensions.Configuration;

namespace LiveOps.ServiceDefaults.Telemetry;

/// <summary>Application Insights' connection string (https://learn.microsoft.com/azure/azure-monitor/app/connection-strings). Its key is in no message of ours.</summary>
internal sealed class AzureMonitorSettings
{
    /// <summary>The setting's name.</summary>
    public const string Name = "APPLICATIONINSIGHTS_CONNECTION_STRING";

    private readonly string _connectionString;

    private AzureMonitorSettings(string connectionString) => _connectionString = connectionString;

    /// <summary>The setting; null when there is none.</summary>
    /// <exception cref="SettingException">It is wrong.</exception>
    public static AzureMonitorSettings? Read(IConfiguration configuration)
    {
        if (configuration[Name] is not { Length: > 0 } text)
            return null;
        var parts = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (string pair in text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            int at = pair.IndexOf('=');
            if (at <= 0 || !parts.TryAdd(pair[..at].TrimEnd(), pair[(at + 1)..].Trim()))
                throw Wrong();
        }

        if (!Guid.TryParse(parts.GetValueOrDefault("InstrumentationKey"), out _)
            || parts.Any(part => part.Key.EndsWith("Endpoint", StringComparison.OrdinalIgnoreCase) && !IsAddress(part.Value)))
            throw Wrong();
        return new AzureMonitorSettings(text);
    }

    /// <summary>
    /// Tells an exporter. What cannot be sent is given up: a pod's disk is read-only, and holds nothing that was meant for elsewhere. Logs are sent whether their request is sampled
    /// or not: by its own default those of the others, errors as well, are left out (findings/azure-monitor-errors-of-unsampled.sh).
    /// </summary>
    public void Apply(AzureMonitorExporterOptions options)
    {
        options.ConnectionString = _connectionString;
        options.DisableOfflineStorage = true;
        options.EnableTraceBasedLogsSampler = false;
    }

    private static bool IsAddress(string text) => Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https";

    private static SettingException Wrong() => new(
        $"{Name} must be as Azure shows it: InstrumentationKey=<a GUID>;IngestionEndpoint=<an http or https address>, in parts with a name each and separated by semicolons.");
}
