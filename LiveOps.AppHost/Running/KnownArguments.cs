using System.Text.RegularExpressions;

namespace LiveOps.AppHost.Running;

/// <summary>The names that arguments may have: settings of docs/settings.md, which is built in, and what Aspire and the framework read.</summary>
internal static partial class KnownArguments
{
    private const string Resource = "settings.md";

    // Aspire's words for some of its settings (DistributedApplicationBuilder), and the framework's.
    private static readonly string[] Words =
    [
        "operation", "publisher", "output-path", "deploy", "log-level", "clear-cache", "step", "list-steps", "include-exception-details", "non-interactive", "yes", "no-build",
        "dcp-cli-path", "dcp-container-runtime", "dcp-dashboard-path", "dcp-dependency-check-timeout", "environment", "contentRoot", "applicationName", "urls", "http_ports", "https_ports",
    ];

    private static readonly string[] Sections =
    [
        "AppHost:", "Aspire:", "DcpPublisher:", "Dcp:", "Publishing:", "Pipeline:", "Parameters:", "ConnectionStrings:", "Logging:", "Kestrel:", "Dashboard:", "Azure:", "hostBuilder:",
        "ASPIRE_", "ASPNETCORE_", "DOTNET_", "DCP_", "OTEL_", "AZURE_", "AWS_",
    ];

    private static readonly Lazy<string[]> Settings = new(Read);

    /// <summary>Whether there is one of that name, its parts separated by <c>__</c> or <c>:</c>.</summary>
    public static bool Contains(string name)
    {
        string key = name.Replace("__", ":", StringComparison.Ordinal);
        return Words.Contains(key, StringComparer.OrdinalIgnoreCase)
            || Sections.Any(section => key.StartsWith(section, StringComparison.OrdinalIgnoreCase))
            || Settings.Value.Any(known => Matches(known.Split("__"), key.Split(':')));
    }

    private static bool Matches(string[] known, string[] given) => known.Length == given.Length
        && known.Zip(given).All(part => part.First.StartsWith('<') ? part.Second.Length > 0 : part.First.Equals(part.Second, StringComparison.OrdinalIgnoreCase));

    private static string[] Read()
    {
        using Stream stream = typeof(KnownArguments).Assembly.GetManifestResourceStream(Resource)!;
        using var reader = new StreamReader(stream);
        var names = new List<string>();
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith("| `", StringComparison.Ordinal))
                names.AddRange(Name().Matches(line.Split('|')[1]).Select(match => match.Groups[1].Value));
        }

        return [.. names];
    }

    [GeneratedRegex("`([A-Za-z0-9_<>]+)`")]
    private static partial Regex Name();
}
