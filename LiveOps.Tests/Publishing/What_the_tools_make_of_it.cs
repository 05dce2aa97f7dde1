using System.Text.Json.Nodes;
using LiveOps.AppHost.Aks.Files;
using LiveOps.AppHost.Aks.Yaml;
using LiveOps.Tests.Contract;

namespace LiveOps.Tests.Publishing;

/// <summary>Kustomize, kubectl and helm read what is published, and read the same.</summary>
public sealed class What_the_tools_make_of_it : IAsyncLifetime
{
    private readonly TempFolder _folder = new();

    public async ValueTask InitializeAsync() => OutputFolder.Write(_folder.Path, (await Published.FilesAsync()).All);

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Kustomize_builds_the_base_as_it_stands_in_its_files()
    {
        AssertSame((await Published.FilesAsync()).Objects, YamlTree.ParseAll(await KubernetesTools.SaidAsync(KubernetesTools.KustomizeAsync(_folder.File("base")))));
    }

    [Fact]
    public async Task Helm_renders_the_chart_to_the_objects_of_the_base()
    {
        string rendered = await KubernetesTools.SaidAsync(KubernetesTools.HelmAsync("template", "liveops", _folder.File("chart")));

        AssertSame((await Published.FilesAsync()).Objects, YamlTree.ParseAll(rendered));
    }

    [Fact]
    public async Task Helm_finds_nothing_in_the_chart_to_complain_about()
    {
        string said = await KubernetesTools.SaidAsync(KubernetesTools.HelmAsync("lint", "--strict", _folder.File("chart")));

        Assert.Contains("0 chart(s) failed", said, StringComparison.Ordinal);
        Assert.DoesNotContain("[WARNING]", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_installation_sets_its_images_identities_hosts_and_sizes_and_pods_change_with_their_settings()
    {
        string digest = "sha256:" + new string('a', 64);
        string rendered = await KubernetesTools.SaidAsync(KubernetesTools.HelmAsync(
            "template", "liveops", _folder.File("chart"), "--set", $"images.gateway.repository=liveops.azurecr.io/gateway,images.gateway.digest={digest}", "--set",
            "workloads.gateway.clientId=11111111-1111-1111-1111-111111111111,workloads.gateway.maxPods=12,workloads.gateway.limits.memory=3Gi", "--set",
            "parameters.servicebusHost=studio.servicebus.windows.net,azure.keyVault=studio-vault,secretsVersion=v2"));
        IReadOnlyList<JsonObject> objects = YamlTree.ParseAll(rendered);
        JsonObject Of(string kind, string name) => Assert.Single(objects, found => found.IsOf(kind, name));
        JsonObject pod = Of("Deployment", "gateway").Pod(), before = (await Published.FilesAsync()).Object("Deployment", "gateway").Pod();

        Assert.Equal($"liveops.azurecr.io/gateway@{digest}", (string)pod.At("spec containers 0 image")!);
        Assert.Equal("3Gi", (string)pod.At("spec containers 0 resources limits memory")!);
        Assert.Equal(12, (int)Of("HorizontalPodAutoscaler", "gateway").At("spec maxReplicas")!);
        Assert.Equal("11111111-1111-1111-1111-111111111111", Of("ServiceAccount", "gateway").At("metadata annotations").Texts()["azure.workload.identity/client-id"]);
        Dictionary<string, string> secrets = Of("SecretProviderClass", "gateway-secrets-v2").At("spec parameters").Texts();
        Assert.Equal(("11111111-1111-1111-1111-111111111111", "studio-vault"), (secrets["clientID"], secrets["keyvaultName"]));
        Assert.Equal("gateway-secrets-v2", (string)Assert.Single(pod.At("spec volumes").Items(), volume => volume["csi"] is not null).At("csi volumeAttributes secretProviderClass")!);
        Assert.Equal("studio.servicebus.windows.net", Of("ConfigMap", "gateway-settings").At("data").Texts()["ConnectionStrings__servicebus"]);
        Assert.NotEqual((string)before.At("metadata annotations")!["checksum/settings"]!, (string)pod.At("metadata annotations")!["checksum/settings"]!);
        // A job that has nothing of what was set has the same pods.
        Assert.Equal(
            (string)(await Published.FilesAsync()).Object("Job", "progression-migration").Pod().At("metadata annotations")!["checksum/settings"]!,
            (string)Of("Job", "progression-migration").Pod().At("metadata annotations")!["checksum/settings"]!);
    }

    [Fact]
    public async Task An_installation_adds_secrets_to_a_service_s_and_to_no_other_s()
    {
        string rendered = await KubernetesTools.SaidAsync(KubernetesTools.HelmAsync("template", "liveops", _folder.File("chart"), "--set", "workloads.gateway.secrets={Signing__Keys__default__2,WEBHOOK_SECRET_KEY},secretsVersion=v2"));
        IReadOnlyList<JsonObject> objects = YamlTree.ParseAll(rendered);

        foreach (JsonObject found in (await Published.FilesAsync()).Objects.Where(found => found.Kind() == "SecretProviderClass"))
        {
            string before = (string)found.At("spec parameters objects")!;
            string added = found.Name() != "gateway-secrets-v1" ? "" : """
                - |
                  objectName: Signing--Keys--default--2
                  objectType: secret
                  objectAlias: Signing__Keys__default__2
                - |
                  objectName: WEBHOOK-SECRET-KEY
                  objectType: secret
                  objectAlias: WEBHOOK_SECRET_KEY

                """;
            Assert.Equal(before + added, (string)Assert.Single(objects, one => one.IsOf("SecretProviderClass", found.Name().Replace("-v1", "-v2", StringComparison.Ordinal))).At("spec parameters objects")!);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("https://studio.blob.core.windows.net/exports")]
    public async Task An_installation_says_where_exports_go_or_has_none(string address)
    {
        IReadOnlyList<JsonObject> objects = YamlTree.ParseAll(await KubernetesTools.SaidAsync(KubernetesTools.HelmAsync("template", "liveops", _folder.File("chart"), "--set", $"parameters.exports={address}")));

        foreach (string job in new[] { "leaderboard-nightly", "progression-nightly" })
            Assert.Equal(address, Assert.Single(objects, found => found.IsOf("ConfigMap", job + "-settings")).At("data").Texts()["EXPORT_TO"]);
    }

    [Theory]
    [InlineData("workloads.gateway.clientID=1")]
    [InlineData("images.gateway.digest=latest")]
    [InlineData("workloads.gateway.minPods=0")]
    [InlineData("workloads.gateway.secrets={a b}")]
    [InlineData("parameters.servicebusHost=a\"b")]
    public async Task A_value_that_is_misspelt_or_wrong_is_refused(string value)
    {
        (int exitCode, _, string errors) = await KubernetesTools.HelmAsync("template", "liveops", _folder.File("chart"), "--set", value);

        Assert.NotEqual(0, exitCode);
        Assert.Contains("schema", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_overlay_names_images_by_digest_and_merges_settings_and_text_in_it_stays_text()
    {
        string digest = "sha256:" + new string('b', 64);
        Directory.CreateDirectory(_folder.File("overlay"));
        await File.WriteAllTextAsync(_folder.File("overlay/kustomization.yaml"), $"""
            apiVersion: kustomize.config.k8s.io/v1beta1
            kind: Kustomization
            namespace: liveops-staging
            resources: [../base]
            images:
            - name: liveops/gateway
              newName: liveops.azurecr.io/gateway
              digest: {digest}
            configMapGenerator:
            - name: gateway-settings
              behavior: merge
              literals: ["BUILD=20261128_1", "SHIFT=+2", "MASK=0x1F"]
            """, TestContext.Current.CancellationToken);

        string built = await KubernetesTools.SaidAsync(KubernetesTools.KustomizeAsync(_folder.File("overlay")));

        IReadOnlyList<JsonObject> objects = YamlTree.ParseAll(built);
        JsonNode container = Assert.Single(objects, found => found.IsOf("Deployment", "gateway")).Pod().At("spec containers 0")!;
        Assert.Equal($"liveops.azurecr.io/gateway@{digest}", (string)container["image"]!);
        Assert.All(objects, found => Assert.Equal("liveops-staging", (string)found.At("metadata namespace")!));
        Dictionary<string, string> data = Assert.Single(objects, found => found.IsOf("ConfigMap", (string)container.At("envFrom 0 configMapRef name")!)).At("data").Texts();
        Assert.Equal(("20261128_1", "+2", "0x1F", "servicebus"), (data["BUILD"], data["SHIFT"], data["MASK"], data["BUS_KIND"]));
    }

    [Fact]
    public async Task Text_that_looks_like_a_number_is_text_to_kustomize_and_to_kubectl()
    {
        var map = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "ConfigMap",
            ["metadata"] = new JsonObject { ["name"] = "text", ["annotations"] = new JsonObject { ["build"] = "20261128_1", ["on"] = "no" } },
            ["data"] = new JsonObject { ["BUILD"] = "20261128_1", ["SHIFT"] = "+2", ["MASK"] = "0x1F", ["WHEN"] = "1:30", ["ANSWER"] = "yes" },
        };
        await File.WriteAllTextAsync(_folder.File("text.yaml"), YamlWriter.Write(map), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(_folder.File("kustomization.yaml"), "resources: [text.yaml]\n", TestContext.Current.CancellationToken);

        AssertSame([map], YamlTree.ParseAll(await KubernetesTools.SaidAsync(KubernetesTools.KustomizeAsync(_folder.Path))));
        JsonNode read = JsonNode.Parse(await KubernetesTools.SaidAsync(KubernetesTools.KubectlAsync("annotate", "--local", "-f", _folder.File("text.yaml"), "seen=1", "-o", "json")))!;
        Assert.True(JsonNode.DeepEquals(map["data"], read["data"]), read.ToJsonString());
    }

    [Fact]
    public async Task The_model_is_as_its_schema_says()
    {
        (int exitCode, string output) = await NodeProgram.RunAsync(KubernetesTools.Folder, Path.Combine(KubernetesTools.Folder, "schema.js"), [], _folder.File("model.schema.json"), _folder.File("model.json"));

        Assert.True(exitCode == 0, output);
    }

    private static void AssertSame(IReadOnlyList<JsonObject> expected, IReadOnlyList<JsonObject> found)
    {
        static string[] Lines(IEnumerable<JsonObject> objects) =>
            [.. objects.OrderBy(one => one.Kind() + " " + one.Name(), StringComparer.Ordinal).SelectMany(one => YamlWriter.Write(one).Split('\n'))];

        string[] changes = [.. LineDiff.Of(Lines(expected), Lines(found))];
        Assert.True(changes.Length == 0, string.Join('\n', changes));
    }
}
