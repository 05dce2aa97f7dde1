using System.Globalization;
using System.Text.Json.Nodes;
using k8s.Models;
using LiveOps.Tests.Deploying.Infra;
using LiveOps.Tests.Publishing;

namespace LiveOps.Tests.Deploying;

/// <summary>How many pods there are is one autoscaler's, in each environment.</summary>
public sealed class Autoscalers_own_how_many
{
    private static readonly JsonNode Model = JsonNode.Parse(File.ReadAllText(Path.Combine(Published.Folder, "model.json")))!;

    // What a node has, and what of it is its own: by Azure's pages on sizes and on reservations of AKS.
    private static readonly Dictionary<string, (decimal Cpu, decimal Memory)> Nodes = new() { ["Standard_D2s_v3"] = (1.9m, 5.5m), ["Standard_D4s_v3"] = (3.86m, 13m), ["Standard_E8s_v4"] = (7.82m, 58m) };

    public static TheoryData<string> Overlays => new(Deploy.Overlays);

    public static TheoryData<string> Variants => new(Variant.All.Select(variant => variant.Name));

    [Theory]
    [MemberData(nameof(Overlays))]
    public void One_for_each_service_and_no_number_in_the_service_itself(string overlay)
    {
        IReadOnlyList<JsonObject> rendered = Deploy.Rendered(overlay);
        AssertOneScalerEach(rendered);

        foreach (JsonObject scaler in rendered.Where(found => found.Kind() == "HorizontalPodAutoscaler"))
        {
            int least = (int)scaler.At("spec minReplicas")!, most = (int)scaler.At("spec maxReplicas")!;
            int mostOfBase = (int)Assert.Single(Deploy.Base, found => found.IsOf("HorizontalPodAutoscaler", scaler.Name())).At("spec maxReplicas")!;
            Assert.InRange(least, overlay.StartsWith("prod", StringComparison.Ordinal) ? 3 : 1, most); // production: one in each zone
            Assert.InRange(most, least, mostOfBase); // the requirements' bound
        }
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public async Task Never_two_of_one_target_whatever_components_are_chosen(string variant) => AssertOneScalerEach(await Variant.Of(variant).ObjectsAsync());

    [Fact]
    public void Two_of_one_target_would_be_found()
    {
        JsonObject scaled = Assert.Single(YamlTree.ParseAll("""
            kind: ScaledObject
            metadata: { name: gateway }
            spec: { scaleTargetRef: { kind: Deployment, name: gateway } }
            """));

        Assert.ThrowsAny<Exception>(() => AssertOneScalerEach([.. Deploy.Rendered("dev"), scaled]));
    }

    [Fact]
    public async Task Who_takes_from_the_bus_is_scaled_by_what_waits_there()
    {
        IReadOnlyList<JsonObject> objects = await Variant.Of("canary").ObjectsAsync();
        JsonNode topic = Assert.Single(Model["topics"].Items());
        string host = Assert.Single(objects, found => found.Kind() == "ConfigMap" && found.Name().StartsWith("environment-", StringComparison.Ordinal))["data"].Texts()["ConnectionStrings__servicebus"];

        foreach (JsonObject scaler in objects.Where(found => found.Kind() == "ScaledObject"))
        {
            JsonNode service = Assert.Single(Model["workloads"].Items(), workload => (string)workload["name"]! == scaler.Name());
            Dictionary<string, JsonNode> triggers = scaler.At("spec triggers").Items().ToDictionary(trigger => (string)trigger["type"]!);
            Assert.Equal(service.At("scaling cpuTarget")!.ToString(), (string)triggers["cpu"].At("metadata value")!);
            if (scaler.Name() == "gateway")
                continue;
            Assert.Equal((1, 5), ((int)scaler.At("spec minReplicaCount")!, (int)scaler.At("spec maxReplicaCount")!));
            Assert.Equal(("1000", (string)topic["name"]!, scaler.Name()), (
                (string)triggers["azure-servicebus"].At("metadata messageCount")!, (string)triggers["azure-servicebus"].At("metadata topicName")!, (string)triggers["azure-servicebus"].At("metadata subscriptionName")!));
            Assert.Contains(topic["subscriptions"].Items(), subscription => (string)subscription["name"]! == scaler.Name());
            Assert.Equal(host, (string)triggers["azure-servicebus"].At("metadata namespace")! + ".servicebus.windows.net");
            Assert.Single(objects, found => found.IsOf("TriggerAuthentication", (string)triggers["azure-servicebus"].At("authenticationRef name")!));
        }
    }

    [Fact]
    public async Task Peaks_are_within_bounds_and_end_on_the_day_on_which_they_begin()
    {
        foreach (JsonObject scaler in (await Variant.Of("canary").ObjectsAsync()).Where(found => found.Kind() == "ScaledObject"))
        {
            JsonNode peak = Assert.Single(scaler.At("spec triggers").Items(), trigger => (string)trigger["type"]! == "cron")["metadata"]!;
            Assert.InRange(int.Parse((string)peak["desiredReplicas"]!, CultureInfo.InvariantCulture), (int)scaler.At("spec minReplicaCount")! + 1, (int)scaler.At("spec maxReplicaCount")!);
            Assert.True(TimeZoneInfo.TryFindSystemTimeZoneById((string)peak["timezone"]!, out _));
            Assert.True(At((string)peak["start"]!) < At((string)peak["end"]!));
        }
    }

    [Theory]
    [InlineData("liveops-nonprod", "dev", "dev", "staging")]
    [InlineData("liveops-prod-koreacentral", "prod", "prod-koreacentral")]
    [InlineData("liveops-prod-japaneast", "prod", "prod-japaneast")]
    public async Task A_pool_at_its_most_has_room_for_all_of_its_cluster_s_services_at_their_most(string cluster, string environment, params string[] overlays)
    {
        Assert.Equal(overlays, Delivery.All.Where(delivery => delivery.Set.Name() == "liveops" && delivery.Cluster == cluster).Select(delivery => Path.GetFileNameWithoutExtension(delivery.File)).Order(StringComparer.Ordinal));
        int mostNodes = (int)(await Terraform.VariablesAsync(environment))["sizes"].At("kubernetes mostNodes")!;
        foreach (JsonNode pool in Model["pools"].Items())
        {
            (JsonObject Found, IReadOnlyList<JsonObject> Rendered)[] workloads = [.. overlays.Select(Deploy.Rendered).SelectMany(rendered => rendered.Select(found => (Found: found, rendered))).Where(one => IsIn(pool, one.Found))];
            decimal Sum(string what) => workloads.Sum(one => new ResourceQuantity((string)one.Found.Pod().At($"spec containers 0 resources requests {what}")!).ToDecimal()
                * (one.Found.Kind() != "Deployment" ? 1 : 1 + (int)Assert.Single(one.Rendered, scaler => scaler.IsOf("HorizontalPodAutoscaler", one.Found.Name())).At("spec maxReplicas")!));
            (decimal cpu, decimal memory) = Nodes[(string)pool["nodes"]!];

            Assert.NotEmpty(workloads);
            Assert.InRange(Sum("cpu"), 0, cpu * mostNodes);
            Assert.InRange(Sum("memory"), 0, memory * mostNodes * 1024 * 1024 * 1024);
        }
    }

    private static bool IsIn(JsonNode pool, JsonObject found) =>
        found.Kind() is "Deployment" or "Job" or "CronJob" && ((string)pool["label"]!).EndsWith("=" + (string?)found.Pod().At("spec tolerations 0 value"), StringComparison.Ordinal);

    private static TimeOnly At(string cron) => cron.Split(' ') is [string minute, string hour, "*", "*", "*"]
        ? new TimeOnly(int.Parse(hour, CultureInfo.InvariantCulture), int.Parse(minute, CultureInfo.InvariantCulture))
        : throw new FormatException($"{cron} is not every day at one time");

    // Every Deployment, or the Rollout that stands for it.
    private static void AssertOneScalerEach(IReadOnlyList<JsonObject> objects)
    {
        JsonObject[] rollouts = [.. objects.Where(found => found.Kind() == "Rollout")];
        string[] targets =
        [
            .. rollouts.Select(found => "Rollout " + found.Name()),
            .. objects.Where(found => found.Kind() == "Deployment" && !rollouts.Any(rollout => rollout.Name() == found.Name())).Select(found => "Deployment " + found.Name()),
        ];

        Assert.Equal(
            targets.Order(StringComparer.Ordinal),
            objects.Where(found => found.Kind() is "HorizontalPodAutoscaler" or "ScaledObject").Select(found => $"{found.At("spec scaleTargetRef kind")} {found.At("spec scaleTargetRef name")}").Order(StringComparer.Ordinal));
        Assert.All(objects.Where(found => found.Kind() is "Deployment" or "Rollout"), found => Assert.Null(found.At("spec replicas")));
    }
}
