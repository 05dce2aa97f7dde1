using System.Text.RegularExpressions;
using LiveOps.AppHost;

namespace LiveOps.Tests.AppHost;

/// <summary>What a service must find where it runs.</summary>
/// <param name="Settings">Variables that its ConfigMap gives.</param>
/// <param name="Secrets">Variables that the vault gives, as files.</param>
/// <param name="Ports">Names of the ports at which it is reached.</param>
internal sealed record Needs(IReadOnlyList<string> Settings, IReadOnlyList<string> Secrets, IReadOnlyList<string> Ports);

/// <summary>A service's folder of the published chart. Its files are templates of Helm, no YAML yet: they are read line by line.</summary>
internal static partial class PublishedService
{
    /// <summary>What it lacks, or says though it must not; one sentence each.</summary>
    public static IEnumerable<string> Lacks(string folder, Needs needs)
    {
        string config = Read("config.yaml"), vault = Read("keyvault-v1.yaml"), service = Read("service.yaml"), deployment = Read("deployment.yaml");
        foreach (string name in needs.Settings.Where(name => !HasKey(config, name)))
            yield return $"config.yaml does not set {name}";
        foreach (string name in needs.Secrets.Where(name => HasKey(config, name)))
            yield return $"config.yaml holds {name}, which is secret";
        foreach (string name in needs.Secrets.Where(name => !Regex.IsMatch(vault, $@"objectAlias: {name}\b")))
            yield return $"keyvault-v1.yaml does not mount {name}";
        foreach (string port in needs.Ports.Where(port => !HasValue(service, "name", port) || !HasValue(deployment, "name", port)))
            yield return $"port {port} is not in both service.yaml and deployment.yaml";
        if (File.Exists(Path.Combine(folder, "secrets.yaml")))
            yield return "there is a secrets.yaml";
        foreach ((string probe, string path) in new[]
        {
            ("startupProbe", SystemExtensions.AlivePath), ("livenessProbe", SystemExtensions.AlivePath), ("readinessProbe", SystemExtensions.ReadyPath),
        })
        {
            string[] lines = Below(deployment, probe);
            if (!lines.Any(line => HasValue(line, "path", path)) || !lines.Any(line => HasValue(line, "scheme", "HTTP")))
                yield return $"{probe} does not ask {path} with the scheme HTTP";
        }

        string Read(string file) => File.Exists(Path.Combine(folder, file)) ? File.ReadAllText(Path.Combine(folder, file)) : "";
    }

    private static bool HasKey(string yaml, string key) => Regex.IsMatch(yaml, $"""^ +"?{Regex.Escape(key)}"?:""", RegexOptions.Multiline);

    private static bool HasValue(string yaml, string key, string value) =>
        Regex.IsMatch(yaml, $"""^[ -]*{key}: "?{Regex.Escape(value)}"?\s*$""", RegexOptions.Multiline);

    // The lines that are further in than the key's own.
    private static string[] Below(string yaml, string key)
    {
        string[] lines = yaml.Split('\n');
        int at = Array.FindIndex(lines, line => line.TrimStart(' ', '-').StartsWith(key + ":", StringComparison.Ordinal));
        return at < 0 ? [] : [.. lines.Skip(at + 1).TakeWhile(line => Indent(line) > Indent(lines[at]))];
    }

    private static int Indent(string line) => IndentPattern().Match(line).Length;

    [GeneratedRegex("^[ -]*")]
    private static partial Regex IndentPattern();
}
