using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LiveOps.Tests.Publishing;

namespace LiveOps.Tests.Deploying;

/// <summary>An overlay says names, digests, identities and sizes, and nothing that the base says.</summary>
public sealed class An_overlay_says_what_is_its_own
{
    // Kinds, and paths in them.
    private static readonly (string Kinds, string Paths)[] May =
    [
        (".*", "metadata namespace"),
        ("ServiceAccount", "metadata annotations azure.workload.identity/client-id"),
        ("SecretProviderClass", "spec parameters (clientID|keyvaultName|tenantId)"),
        ("Deployment|Job", "spec template spec containers 0 (image|resources (requests|limits) (cpu|memory))"),
        ("Deployment|Job", "spec template spec priorityClassName"),
        ("Deployment", "spec template spec containers 0 envFrom 1 configMapRef name"),
        ("CronJob", "spec jobTemplate spec template spec (containers 0 (image|envFrom 1 configMapRef name)|priorityClassName)"),
        ("HorizontalPodAutoscaler", "spec (minReplicas|maxReplicas)"),
    ];

    public static TheoryData<string> Overlays => new(Deploy.Overlays);

    [Theory]
    [MemberData(nameof(Overlays))]
    public void It_touches_nothing_else(string overlay)
    {
        IReadOnlyList<JsonObject> rendered = Deploy.Rendered(overlay);

        Assert.Empty(Forbidden(rendered));
        JsonObject[] more = [.. rendered.Where(found => found.Kind() is not ("HTTPRoute" or "PodMonitor") && !found.IsOf("NetworkPolicy", "azure-monitor") && !Deploy.Base.Any(one => found.IsOf(one.Kind(), one.Name())))];
        Assert.Equal("ConfigMap", Assert.Single(more).Kind());
        Assert.StartsWith("environment-", more[0].Name(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_it_may_not_touch_would_be_found()
    {
        IReadOnlyList<JsonObject> rendered = Deploy.Rendered("dev");
        JsonObject gateway = Assert.Single(rendered, found => found.IsOf("Deployment", "gateway"));
        gateway.Pod()["spec"]!["securityContext"]!["runAsUser"] = 0;
        gateway.Pod()["spec"]!["hostNetwork"] = true;
        Assert.Single(rendered, found => found.IsOf("NetworkPolicy", "fairness"))["spec"]!.AsObject().Remove("policyTypes");

        Assert.Equal(
            [
                "Deployment gateway: spec template spec hostNetwork: nothing became true",
                "Deployment gateway: spec template spec securityContext runAsUser: 1654 became 0",
                "NetworkPolicy fairness: spec policyTypes 0: \"Ingress\" became nothing",
                "NetworkPolicy fairness: spec policyTypes 1: \"Egress\" became nothing",
            ],
            Forbidden(rendered).Select(difference => difference.ToString()).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public void It_repeats_no_value_of_the_base(string overlay)
    {
        JsonObject kustomization = Deploy.Document("overlays", overlay, "kustomization.yaml");
        JsonObject[] components = [.. kustomization["components"].Items().Select(path => Deploy.Document("overlays", overlay, (string)path!, "kustomization.yaml"))];

        Assert.Empty(kustomization.Select(member => member.Key).Except(["apiVersion", "kind", "namespace", "resources", "components", "images", "configMapGenerator", "patches"]));
        Assert.Empty(components.Append(kustomization).SelectMany(Repeated));
        JsonNode generated = Assert.Single(kustomization["configMapGenerator"].Items());
        foreach (string literal in generated["literals"].Items().Select(literal => (string)literal!))
            Assert.DoesNotContain(Deploy.Base.Where(found => found.Kind() == "ConfigMap"), found => found["data"].Texts().Any(setting => $"{setting.Key}={setting.Value}" == literal));
        JsonObject installation = Deploy.Document("overlays", overlay, "installation.yaml");
        Assert.Equal(["annotations", "name"], installation["metadata"]!.AsObject().Select(member => member.Key).Order(StringComparer.Ordinal)); // what stands beside `data` does nothing
        Dictionary<string, string> own = installation["data"].Texts();
        string[] ownValues = [.. own.Values.Where(value => value.Length > 0)];
        Assert.Distinct(ownValues);
        Assert.Equal((string)kustomization["namespace"]!, own["namespace"]); // for the fields that Kustomize does not know to be one
        Assert.DoesNotContain(Deploy.Base.SelectMany(found => found.At("spec parameters")?.AsObject().Select(parameter => (string)parameter.Value!) ?? []), ownValues.Contains);
    }

    [Fact]
    public void A_value_that_is_repeated_would_be_found()
    {
        JsonObject kustomization = Assert.Single(YamlTree.ParseAll("""
            patches:
            - target: { kind: HorizontalPodAutoscaler }
              patch: |
                - op: replace
                  path: /spec/maxReplicas
                  value: 6
            images:
            - name: liveops/gateway
              digest: sha256:0000000000000000000000000000000000000000000000000000000000000000
            """));

        Assert.Equal(["HorizontalPodAutoscaler console: /spec/maxReplicas", "HorizontalPodAutoscaler fairness: /spec/maxReplicas", "the digest of liveops/gateway"], Repeated(kustomization));
    }

    [Fact]
    public void No_component_repeats_a_value_of_the_base_or_brings_an_object_of_its()
    {
        foreach (string component in Deploy.Components)
        {
            JsonObject kustomization = Deploy.Document("components", component, "kustomization.yaml");
            Assert.Empty(Repeated(kustomization));
            foreach (JsonObject found in kustomization["resources"].Items().SelectMany(file => YamlTree.ParseAll(File.ReadAllText(Path.Combine(Deploy.Folder, "components", component, (string)file!)))))
            {
                Assert.DoesNotContain(Deploy.Base, one => found.IsOf(one.Kind(), one.Name()));
                if (found.Kind() == "Service")
                    Assert.Equal("{}", found["spec"]!.ToJsonString()); // copied from the base's
            }
        }
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public void It_leaves_no_placeholder_of_the_base_in_what_pods_run_with(string overlay)
    {
        IReadOnlyList<JsonObject> rendered = Deploy.Rendered(overlay);
        string[] identities = [.. rendered.Where(found => found.Kind() == "ServiceAccount").Select(found => found.At("metadata annotations").Texts()["azure.workload.identity/client-id"])];

        Assert.Distinct(identities);
        Assert.Equal(identities.Order(), rendered.Where(found => found.Kind() == "SecretProviderClass").Select(found => (string)found.At("spec parameters clientID")!).Order());
        foreach (JsonObject found in Deploy.Base.Where(found => found.Kind() is "ServiceAccount" or "SecretProviderClass" or "Deployment" or "Job" or "CronJob"))
        {
            string[] paths = [.. Difference.Of([found], rendered).Select(difference => difference.Path)];
            string[] must = found.Kind() switch
            {
                "ServiceAccount" => ["metadata annotations azure.workload.identity/client-id"],
                "SecretProviderClass" => ["spec parameters clientID", "spec parameters keyvaultName", "spec parameters tenantId"],
                "CronJob" => ["spec jobTemplate spec template spec containers 0 image"],
                _ => ["spec template spec containers 0 image"],
            };
            Assert.Empty(must.Except(paths));
        }

        // Settings of the installation come last, where they win.
        Assert.All(rendered.Where(found => found.Kind() is "Deployment" or "CronJob"), service =>
            Assert.Contains(service.Kind() == "CronJob" ? "EXPORT_TO" : "ConnectionStrings__servicebus", Assert.Single(rendered, found => found.IsOf("ConfigMap", (string)service.Pod().At("spec containers 0 envFrom")!.AsArray()[^1].At("configMapRef name")!))["data"].Texts()));
    }

    [Fact]
    public void Both_regions_of_production_differ_in_their_own_values_only()
    {
        IReadOnlyList<JsonObject> korea = Deploy.Rendered("prod-koreacentral"), japan = Deploy.Rendered("prod-japaneast");

        Assert.DoesNotContain(
            Difference.Of(korea.Where(found => !found.Name().StartsWith("environment-", StringComparison.Ordinal)), japan),
            difference => difference.Kind is not ("ServiceAccount" or "SecretProviderClass") && !Regex.IsMatch(difference.Path, "( image|envFrom 1 configMapRef name|hostnames 0|parentRefs 0 name|headers 0 value)$"));
    }

    private static IEnumerable<Difference> Forbidden(IReadOnlyList<JsonObject> rendered) => Difference.Of(Deploy.Base, rendered)
        .Where(difference => !May.Any(may => Regex.IsMatch(difference.Kind, $"^({may.Kinds})$") && Regex.IsMatch(difference.Path, $"^({may.Paths})$")));

    private static IEnumerable<string> Repeated(JsonObject kustomization) =>
    [
        .. from patch in kustomization["patches"].Items()
           where ((string)patch["patch"]!)[0] == '-' // else it deletes
           from operation in Assert.Single(YamlTree.ParseAll("operations:\n" + (string)patch["patch"]!))["operations"].Items()
           where operation["value"] is not null && (string)operation["op"]! != "test"
           from found in Deploy.Base
           where found.Kind() == (string)patch.At("target kind")! && Regex.IsMatch(found.Name(), $"^({(string?)patch.At("target name") ?? ".*"})$")
           where !((string)operation["path"]!).EndsWith("/-", StringComparison.Ordinal)
           where JsonNode.DeepEquals(found.At(((string)operation["path"]!).Trim('/').Replace('/', ' ')), operation["value"])
           select $"{found.Kind()} {found.Name()}: {(string)operation["path"]!}",
        .. from image in kustomization["images"].Items()
           let own = Assert.Single(YamlTree.ParseAll(File.ReadAllText(Path.Combine(Published.Folder, "base", "kustomization.yaml"))))["images"].Items().Single(own => (string)own["name"]! == (string)image["name"]!)
           where (string?)image["digest"] == (string?)own["digest"]
           select $"the digest of {(string)image["name"]!}",
    ];
}
