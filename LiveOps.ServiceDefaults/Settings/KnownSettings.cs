using System.Text.RegularExpressions;

namespace LiveOps.ServiceDefaults.Settings;

/// <summary>The settings that docs/settings.md names, which is built in: what stands there is known, and nothing else.</summary>
internal static partial class KnownSettings
{
    private const string Resource = "settings.md";

    // ASP.NET Core's own, and those of the libraries that read the environment themselves.
    private static readonly string[] OfTheFramework = ["urls", "http_ports", "environment", "contentRoot", "applicationName"];
    private static readonly string[] SectionsOfTheFramework = ["Logging:", "Kestrel:", "AllowedHosts", "services:", "ASPNETCORE_", "DOTNET_", "OTEL_", "ConnectionStrings:", "AZURE_", "AWS_"];

    // What .NET and libraries read by themselves, wherever else it may stand.
    private static readonly string[] SectionsOfTheEnvironment = ["ASPNETCORE_", "DOTNET_", "AZURE_", "AWS_"];

    private static readonly Lazy<string[]> FromTheDocument = new(Read);

    /// <summary>Their names, <c>&lt;id&gt;</c> standing for any.</summary>
    public static IReadOnlyList<string> Names => FromTheDocument.Value;

    /// <summary>Whether a setting has that name, its parts separated by <c>__</c> or <c>:</c>.</summary>
    public static bool Contains(string name)
    {
        string key = name.Replace("__", ":", StringComparison.Ordinal);
        return OfTheFramework.Contains(key, StringComparer.OrdinalIgnoreCase)
            || SectionsOfTheFramework.Any(section => key.StartsWith(section, StringComparison.OrdinalIgnoreCase))
            || Names.Any(known => Matches(known.Replace("__", ":", StringComparison.Ordinal), key));
    }

    /// <summary>Whether a setting is read from the environment alone, so that it says nothing in an argument.</summary>
    public static bool IsOfTheEnvironment(string name) =>
        SectionsOfTheEnvironment.Any(section => name.StartsWith(section, StringComparison.OrdinalIgnoreCase)) && !Names.Contains(name, StringComparer.OrdinalIgnoreCase);

    private static bool Matches(string known, string key)
    {
        string[] parts = known.Split(':'), given = key.Split(':');
        return parts.Length == given.Length && parts.Zip(given).All(pair => pair.First.StartsWith('<') ? pair.Second.Length > 0 : pair.First.Equals(pair.Second, StringComparison.OrdinalIgnoreCase));
    }

    private static string[] Read()
    {
        using Stream stream = typeof(KnownSettings).Assembly.GetManifestResourceStream(Resource)!;
        using var reader = new StreamReader(stream);
        var names = new List<string>();
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith("| `", StringComparison.Ordinal))
                names.AddRange(Name().Matches(line.Split('|')[1]).Select(match => match.Groups[1].Value).Where(name => !names.Contains(name)));
        }

        return [.. names];
    }

    [GeneratedRegex("`([A-Za-z0-9_<>]+)`")]
    private static partial Regex Name();
}
