using System.Text.Json.Nodes;
using k8s;
using LiveOps.AppHost.Aks.Objects;
using LiveOps.Tests.Contract;
using LiveOps.Tests.Publishing;

namespace LiveOps.Tests.Deploying;

/// <summary>Each object is what its API says, field by field: Kubernetes' own, and those of Argo, the Gateway API, cert-manager, KEDA, Istio and Prometheus.</summary>
public sealed class What_an_API_server_would_take
{
    private static readonly Dictionary<string, Type> Custom = new() { ["secrets-store.csi.x-k8s.io/v1/SecretProviderClass"] = typeof(SecretProviderClass) };

    [Fact]
    public async Task The_client_reads_every_object_of_Kubernetes_own_strictly()
    {
        foreach (JsonObject found in (await AllAsync()).Where(found => !IsTyped(found)))
            Assert.Single(KubernetesYaml.LoadAllFromString(found.ToJsonString(), Custom, strict: true)); // JSON is YAML
    }

    [Fact]
    public async Task Every_object_has_what_its_schema_requires()
    {
        JsonObject broken = Deploy.ArgoCD.First(found => found.Kind() == "ApplicationSet").DeepClone().AsObject();
        broken["metadata"]!["name"] = "broken";
        broken.At("spec template spec")!.AsObject().Remove("project");

        using var folder = new TempFolder();
        string objects = await WriteAsync(folder, (await AllAsync()).Where(found => found.Kind() != "SecretProviderClass").Append(broken));
        (_, string said) = await NodeProgram.RunAsync(KubernetesTools.Folder, Path.Combine(KubernetesTools.Folder, "objects.js"), [], objects);

        // The one that is broken is found, and no other.
        Assert.StartsWith("ApplicationSet broken: ", Assert.Single(said.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.Contains("project", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_object_of_another_owner_has_a_field_that_its_types_do_not_know()
    {
        using var folder = new TempFolder();
        Directory.CreateSymbolicLink(folder.File("node_modules"), Path.Combine(KubernetesTools.Folder, "node_modules"));
        JsonObject misspelt = Deploy.ArgoCD.First(found => found.Kind() == "ApplicationSet").DeepClone().AsObject();
        misspelt.At("spec template spec syncPolicy automated")!["prunes"] = true;
        await TypedAsync(folder, "objects.ts", (await AllAsync()).Where(IsTyped));
        await TypedAsync(folder, "misspelt.ts", [misspelt]);

        (_, string said) = await NodeProgram.RunAsync(
            folder.Path, "node_modules/typescript/bin/tsc", [], "--noEmit", "--strict", "--skipLibCheck", "--module", "nodenext", "--moduleResolution", "nodenext", "--target", "esnext",
            folder.File("objects.ts"), folder.File("misspelt.ts"));

        Assert.True(said.Split('\n').Count(line => line.Contains("error", StringComparison.Ordinal)) == 1, said);
        Assert.StartsWith("misspelt.ts", said, StringComparison.Ordinal);
        Assert.Contains("'\"prunes\"' does not exist in type", said, StringComparison.Ordinal);
    }

    private static bool IsTyped(JsonObject found) => found.Kind() != "SecretProviderClass" && ((string)found["apiVersion"]!).Split('/') is [string group, _]
        && group.Contains('.', StringComparison.Ordinal) && (!group.EndsWith(".k8s.io", StringComparison.Ordinal) || group.StartsWith("gateway.", StringComparison.Ordinal));

    // The other environments differ from these in values alone, as other tests hold.
    private static async Task<IEnumerable<JsonObject>> AllAsync() => Deploy.Renderings.Except(["staging", "prod-japaneast"]).SelectMany(Deploy.Rendered)
        .Concat((await Task.WhenAll(Variant.All.Select(variant => variant.OwnAsync()))).SelectMany(objects => objects))
        .Concat(Deploy.ArgoCD);

    private static async Task TypedAsync(TempFolder folder, string file, IEnumerable<JsonObject> objects)
    {
        (int exitCode, string said) = await NodeProgram.RunAsync(KubernetesTools.Folder, Path.Combine(KubernetesTools.Folder, "types.js"), [], await WriteAsync(folder, objects));
        Assert.True(exitCode == 0, said);
        await File.WriteAllTextAsync(folder.File(file), said, TestContext.Current.CancellationToken);
    }

    private static async Task<string> WriteAsync(TempFolder folder, IEnumerable<JsonObject> objects)
    {
        string file = folder.File($"objects-{Guid.NewGuid():N}.json");
        await File.WriteAllTextAsync(file, new JsonArray([.. objects.Select(found => found.DeepClone())]).ToJsonString(), TestContext.Current.CancellationToken);
        return file;
    }
}
