using System.Text.Json.Nodes;
using LiveOps.AppHost.Aks.Files;
using LiveOps.AppHost.Aks.Objects;
using LiveOps.AppHost.Aks.Workloads;
using LiveOps.AppHost.Aks.Yaml;

namespace LiveOps.AppHost.Aks.Base;

/// <summary>The base for Kustomize: plain manifests, one file a workload, that overlays add names, digests and sizes to.</summary>
internal static class BaseFiles
{
    private const string Folder = "base/", NetworkFile = "network.yaml";

    /// <summary>The files.</summary>
    public static IEnumerable<OutputFile> Of(PublishedSystem system)
    {
        foreach (Workload workload in system.Workloads)
            yield return new OutputFile($"{Folder}{workload.Name}.yaml", Prose.HeadOf(workload, system) + Documents(WorkloadObjects.Of(workload, system)));
        yield return new OutputFile(Folder + NetworkFile, $"{OutputFile.Mark}\n# What no policy of a workload opens stays closed.\n{Documents([Network.Default()])}");
        yield return new OutputFile(Folder + "kustomization.yaml", $"{OutputFile.Mark}\n{YamlWriter.Write(Kustomization(system))}");
    }

    /// <summary>Objects as the documents of a file.</summary>
    private static string Documents(IEnumerable<object> objects) => string.Concat(objects.Select(typed => "---\n" + YamlWriter.Write(Tree.Of(typed))));

    private static JsonObject Kustomization(PublishedSystem system) => new()
    {
        ["apiVersion"] = "kustomize.config.k8s.io/v1beta1",
        ["kind"] = "Kustomization",
        ["resources"] = new JsonArray([.. system.Workloads.Select(workload => workload.Name + ".yaml").Append(NetworkFile).Order(StringComparer.Ordinal).Select(file => JsonValue.Create(file))]),
        // What an overlay names anew: by the same names, each with a registry and a digest.
        ["images"] = new JsonArray([.. system.Workloads.Select(workload => workload.Image).Distinct().Order(StringComparer.Ordinal)
            .Select(image => new JsonObject { ["name"] = image, ["digest"] = ImageDigest.None })]),
    };
}
