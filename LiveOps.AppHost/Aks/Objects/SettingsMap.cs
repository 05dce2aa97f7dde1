using System.Security.Cryptography;
using System.Text;
using k8s.Models;
using LiveOps.AppHost.Aks.Workloads;
using LiveOps.AppHost.Aks.Yaml;

namespace LiveOps.AppHost.Aks.Objects;

/// <summary>A workload's settings, none of them secret, as a ConfigMap.</summary>
internal static class SettingsMap
{
    /// <summary>Its name.</summary>
    public static string NameOf(Workload workload) => workload.Name + "-settings";

    /// <summary>The ConfigMap.</summary>
    public static V1ConfigMap Of(Workload workload) => new()
    {
        ApiVersion = "v1",
        Kind = "ConfigMap",
        Metadata = Labels.Metadata(workload, NameOf(workload)),
        Data = workload.Settings.ToDictionary(setting => setting.Name, setting => setting.Value),
    };

    /// <summary>The settings as lines of YAML, which the chart has as a template: what is hashed there and here is the same text.</summary>
    public static string Lines(Workload workload, Func<Setting, string> value) =>
        string.Join('\n', workload.Settings.Select(setting => $"{setting.Name}: \"{value(setting)}\""));

    /// <summary>A hash of them. It stands in the pods: a ConfigMap that changes restarts nobody, so that a change of settings must be a change of pods.</summary>
    public static string Hash(Workload workload) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        Lines(workload, setting => YamlWriter.Quote(setting.Value)[1..^1]))));
}
