using System.Text.Json.Nodes;
using k8s;
using LiveOps.AppHost.Aks.Files;
using LiveOps.AppHost.Aks.Objects;
using LiveOps.Tests.Contract;

namespace LiveOps.Tests.Publishing;

/// <summary>Each object is what its API says, field by field.</summary>
public sealed class What_the_API_server_takes
{
    private static readonly Dictionary<string, Type> Custom = new() { ["secrets-store.csi.x-k8s.io/v1/SecretProviderClass"] = typeof(SecretProviderClass) };

    [Fact]
    public async Task The_client_reads_every_object_strictly()
    {
        int read = 0;
        foreach (OutputFile file in (await Published.FilesAsync()).All.Where(file => file.Path.StartsWith("base/", StringComparison.Ordinal) && !file.Path.EndsWith("kustomization.yaml", StringComparison.Ordinal)))
            read += KubernetesYaml.LoadAllFromString(file.Text, Custom, strict: true).Count;

        Assert.Equal((await Published.FilesAsync()).Objects.Count, read);
    }

    [Fact]
    public void The_client_would_refuse_a_field_that_is_misspelt() => Assert.ThrowsAny<Exception>(() =>
        KubernetesYaml.LoadAllFromString("apiVersion: v1\nkind: Service\nmetadata:\n  name: a\nspec:\n  selectors: {}\n", Custom, strict: true));

    [Fact]
    public async Task Every_object_has_what_its_schema_requires()
    {
        JsonObject[] ownKinds = [.. (await Published.FilesAsync()).Objects.Where(found => found.Kind() != "SecretProviderClass").Select(found => found.DeepClone().AsObject())];
        (int exitCode, string said) = await ValidateAsync(ownKinds);
        Assert.True(exitCode == 0, said);

        // It would find what is missing, and a number that is text.
        JsonObject scaler = ownKinds.First(found => found.Kind() == "HorizontalPodAutoscaler");
        scaler["spec"]!.AsObject().Remove("maxReplicas");
        scaler["spec"]!["minReplicas"] = "2";
        (exitCode, said) = await ValidateAsync(ownKinds);
        Assert.Equal(1, exitCode);
        Assert.Contains("maxReplicas", said, StringComparison.Ordinal);
        Assert.Contains("minReplicas", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pods_pass_the_restricted_standard_and_write_nowhere_but_to_tmp()
    {
        foreach (JsonObject workload in (await Published.FilesAsync()).Objects.Where(found => found.Kind() is "Deployment" or "Job" or "CronJob"))
        {
            JsonNode pod = workload.Pod()["spec"]!, container = Assert.Single(pod["containers"].Items());
            Assert.Equal("""{"runAsNonRoot":true,"runAsUser":1654}""", new JsonObject { ["runAsNonRoot"] = pod.At("securityContext runAsNonRoot")!.DeepClone(), ["runAsUser"] = pod.At("securityContext runAsUser")!.DeepClone() }.ToJsonString());
            Assert.Equal("RuntimeDefault", (string)pod.At("securityContext seccompProfile type")!);
            Assert.False((bool)pod["automountServiceAccountToken"]!);
            Assert.Equal("""{"allowPrivilegeEscalation":false,"capabilities":{"drop":["ALL"]},"readOnlyRootFilesystem":true,"runAsNonRoot":true}""", container["securityContext"]!.ToJsonString());
            Assert.All(container["volumeMounts"].Items().Where(mount => (string)mount["mountPath"]! != "/tmp"), mount => Assert.True((bool)mount["readOnly"]!));
            Assert.All(pod["volumes"].Items(), volume => Assert.True(volume["emptyDir"] is not null || volume["csi"] is not null || volume["configMap"] is not null));
        }
    }

    [Fact]
    public async Task A_class_of_secrets_says_what_the_driver_for_Azure_reads()
    {
        foreach (JsonObject secrets in (await Published.FilesAsync()).Objects.Where(found => found.Kind() == "SecretProviderClass"))
        {
            Assert.Equal(["parameters", "provider"], secrets["spec"]!.AsObject().Select(member => member.Key).Order());
            Dictionary<string, string> parameters = secrets.At("spec parameters").Texts();
            Assert.Equal(["clientID", "keyvaultName", "objects", "tenantId"], parameters.Keys.Order(StringComparer.Ordinal));
            foreach (JsonNode item in Assert.Single(YamlTree.ParseAll(parameters["objects"]))["array"].Items())
            {
                Dictionary<string, string> secret = Assert.Single(YamlTree.ParseAll((string)item!)).Texts();
                Assert.Equal(["objectAlias", "objectName", "objectType"], secret.Keys.Order(StringComparer.Ordinal));
                Assert.Matches("^[0-9A-Za-z-]{1,127}$", secret["objectName"]);
                Assert.Equal((secret["objectAlias"].Replace('_', '-'), "secret"), (secret["objectName"], secret["objectType"]));
            }
        }
    }

    private static async Task<(int ExitCode, string Said)> ValidateAsync(IEnumerable<JsonObject> objects)
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File("objects.json"), new JsonArray([.. objects.Select(found => found.DeepClone())]).ToJsonString(), TestContext.Current.CancellationToken);
        return await NodeProgram.RunAsync(KubernetesTools.Folder, Path.Combine(KubernetesTools.Folder, "objects.js"), [], folder.File("objects.json"));
    }
}
