using System.Text.Json.Nodes;
using k8s;
using LiveOps.AppHost.Aks.Objects;
using LiveOps.Tests.Contract;
using LiveOps.Tests.Harness;
using LiveOps.Tests.Publishing;

namespace LiveOps.Tests.Deploying;

/// <summary>Each object is what its API says, field by field: Kubernetes' own and Argo CD's.</summary>
public sealed class What_an_API_server_would_take
{
    private static readonly Dictionary<string, Type> Custom = new() { ["secrets-store.csi.x-k8s.io/v1/SecretProviderClass"] = typeof(SecretProviderClass) };

    [Fact]
    public void The_client_reads_every_rendered_file_strictly()
    {
        foreach (string name in Deploy.Renderings)
            Assert.Equal(Deploy.Rendered(name).Count, KubernetesYaml.LoadAllFromString(File.ReadAllText(Deploy.RenderedFile(name)), Custom, strict: true).Count);
        Assert.Single(KubernetesYaml.LoadAllFromString(File.ReadAllText(Path.Combine(Deploy.Folder, "argocd", "notifications.yaml")), strict: true));
    }

    [Fact]
    public async Task Every_object_has_what_its_schema_requires()
    {
        JsonObject broken = Deploy.ArgoCD.First(found => found.Kind() == "ApplicationSet").DeepClone().AsObject();
        broken["metadata"]!["name"] = "broken";
        broken.At("spec template spec")!.AsObject().Remove("project");

        using var folder = new TempFolder();
        JsonNode[] objects = [.. Deploy.Renderings.SelectMany(Deploy.Rendered).Where(found => found.Kind() != "SecretProviderClass").Concat(Deploy.ArgoCD).Append(broken).Select(found => found.DeepClone())];
        await File.WriteAllTextAsync(folder.File("objects.json"), new JsonArray(objects).ToJsonString(), TestContext.Current.CancellationToken);
        (_, string said) = await NodeProgram.RunAsync(KubernetesTools.Folder, Path.Combine(KubernetesTools.Folder, "objects.js"), [], folder.File("objects.json"));

        // The one that is broken is found, and no other.
        Assert.StartsWith("ApplicationSet broken: ", Assert.Single(said.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.Contains("project", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_object_of_Argo_CD_has_a_field_that_its_types_do_not_know()
    {
        using var folder = new TempFolder();
        Directory.CreateSymbolicLink(folder.File("node_modules"), Path.Combine(KubernetesTools.Folder, "node_modules"));
        await File.WriteAllTextAsync(folder.File("objects.ts"), string.Join('\n', Typed(Deploy.ArgoCD.Where(found => found.Kind() != "ConfigMap"))), TestContext.Current.CancellationToken);
        JsonObject misspelt = Deploy.ArgoCD.First(found => found.Kind() == "ApplicationSet").DeepClone().AsObject();
        misspelt.At("spec template spec syncPolicy automated")!["prunes"] = true;
        await File.WriteAllTextAsync(folder.File("misspelt.ts"), string.Join('\n', Typed([misspelt])), TestContext.Current.CancellationToken);

        (_, string said) = await NodeProgram.RunAsync(
            folder.Path, "node_modules/typescript/bin/tsc", [], "--noEmit", "--strict", "--skipLibCheck", "--module", "nodenext", "--moduleResolution", "nodenext", "--target", "esnext",
            folder.File("objects.ts"), folder.File("misspelt.ts"));

        string error = Assert.Single(said.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => line.Contains("error", StringComparison.Ordinal));
        Assert.StartsWith("misspelt.ts", error, StringComparison.Ordinal);
        Assert.Contains("'\"prunes\"' does not exist in type 'ISyncPolicyAutomated'", error, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Typed(IEnumerable<JsonObject> objects) => objects.Select(found => $"({found.ToJsonString()}) satisfies I{found.Kind()};")
        .Prepend("import type { IAppProject, IApplication, IApplicationSet } from \"@kubernetes-models/argo-cd/argoproj.io/v1alpha1\";");
}
