using System.Globalization;
using System.Text.Json.Nodes;
using k8s.Models;
using LiveOps.Tests.Publishing;

namespace LiveOps.Tests.Deploying;

/// <summary>Namespaces, their bounds, who may do what in them.</summary>
public sealed class The_platform_is_closed_and_bounded
{
    // The namespace that each overlay is in, by the platform that it is rendered to.
    public static TheoryData<string, string> Environments => new() { { "dev", "dev" }, { "staging", "staging" }, { "prod-koreacentral", "production" }, { "prod-japaneast", "production" } };

    [Theory]
    [MemberData(nameof(Environments))]
    public void Its_namespace_enforces_the_restricted_standard_and_is_where_the_services_go(string overlay, string platform)
    {
        IReadOnlyList<JsonObject> objects = Deploy.Rendered("platform/" + platform);
        JsonObject space = Assert.Single(objects, found => found.Kind() == "Namespace");

        foreach (string mode in new[] { "enforce", "audit", "warn" })
            Assert.Equal("restricted", (string?)space.At($"metadata labels pod-security.kubernetes.io/{mode}"));
        Assert.All(Deploy.Rendered(overlay).Concat(objects.Where(found => found != space)), found => Assert.Equal(space.Name(), (string?)found.At("metadata namespace")));
    }

    [Fact]
    public void Nothing_goes_in_or_out_that_no_policy_opens()
    {
        foreach (string platform in Deploy.Spaces)
            Assert.Equal("""{"podSelector":{},"policyTypes":["Ingress","Egress"]}""", Assert.Single(Deploy.Rendered("platform/" + platform), found => found.Kind() == "NetworkPolicy")["spec"]!.ToJsonString());
    }

    [Theory]
    [MemberData(nameof(Environments))]
    public void Its_quota_has_room_for_every_service_at_its_most_and_little_more(string overlay, string platform)
    {
        Dictionary<string, string> quota = Assert.Single(Deploy.Rendered("platform/" + platform), found => found.Kind() == "ResourceQuota").At("spec hard").Texts();
        IReadOnlyList<JsonObject> rendered = Deploy.Rendered(overlay);
        // While it is rolled, a service has a pod more than its most, and one that still drains.
        (JsonNode Resources, int Pods)[] most =
        [
            .. rendered.Where(found => found.Kind() is "Deployment" or "Job" or "CronJob").Select(found => (
                found.Pod().At("spec containers 0 resources")!,
                found.Kind() != "Deployment" ? 1 : (int)Assert.Single(rendered, scaler => scaler.IsOf("HorizontalPodAutoscaler", found.Name())).At("spec maxReplicas")! + 2)),
        ];

        AssertRoom(most.Sum(workload => workload.Pods), quota["pods"]);
        foreach (string of in new[] { "requests", "limits" })
        {
            foreach (string what in new[] { "cpu", "memory" })
                AssertRoom(most.Sum(workload => workload.Pods * Amount((string)workload.Resources.At($"{of} {what}")!)), quota[$"{of}.{what}"]);
        }

        JsonNode range = Assert.Single(Assert.Single(Deploy.Rendered("platform/" + platform), found => found.Kind() == "LimitRange").At("spec limits").Items());
        foreach (string what in new[] { "cpu", "memory" })
        {
            Assert.Equal(most.Max(workload => Amount((string)workload.Resources.At($"limits {what}")!)), Amount((string)range.At($"max {what}")!));
            Assert.InRange(Amount((string)range.At($"default {what}")!), Amount((string)range.At($"defaultRequest {what}")!), Amount((string)range.At($"max {what}")!));
        }
    }

    // The old pods of a Rollout all stay until the new ones have taken everything over. Namespaces have no room for that as committed: whoever chooses one makes it.
    [Theory]
    [InlineData("ab-by-header", "rollouts/canary")] // without KEDA, whose services grow less
    [InlineData("blue-green", "rollouts/blue-green")]
    public async Task How_much_room_a_strategy_needs_stands_where_it_is_chosen(string variant, string component)
    {
        IReadOnlyList<JsonObject> objects = await Variant.Of(variant).ObjectsAsync();
        (JsonNode Resources, int Pods)[] most =
        [
            .. from found in objects
               where found.Kind() is "Deployment" or "Job" or "CronJob"
               let scaler = objects.SingleOrDefault(scaler => scaler.IsOf("HorizontalPodAutoscaler", found.Name()))
               let pods = scaler is null ? 1 : (int)scaler.At("spec maxReplicas")!
               select (found.Pod().At("spec containers 0 resources")!, scaler is null ? 1 : objects.Any(one => one.IsOf("Rollout", found.Name())) ? 2 * pods : pods + 2),
        ];
        decimal Sum(string what) => most.Sum(workload => workload.Pods * Amount((string)workload.Resources.At(what)!));

        string row = Assert.Single(await File.ReadAllLinesAsync(Path.Combine(Deploy.Folder, "README.md"), TestContext.Current.CancellationToken), line => line.StartsWith($"| `{component}` |", StringComparison.Ordinal));
        Assert.Contains(
            string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(Sum("requests cpu"))} CPU, {Math.Ceiling(Sum("requests memory") / (1 << 30))} Gi, {most.Sum(workload => workload.Pods)} pods, and limits twice that"), row, StringComparison.Ordinal);
        Assert.Equal((2 * Sum("requests cpu"), 2 * Sum("requests memory")), (Sum("limits cpu"), Sum("limits memory")));
    }

    [Fact]
    public void Every_priority_that_pods_name_is_there_and_none_is_everybodys()
    {
        JsonObject[] classes = [.. Deploy.Rendered("platform/cluster").Where(found => found.Kind() == "PriorityClass")];

        Assert.All(classes, found => Assert.False((bool)found["globalDefault"]!));
        Assert.Equal(
            classes.Select(found => found.Name()).Order(StringComparer.Ordinal),
            Deploy.Overlays.SelectMany(Deploy.Rendered).Where(found => found.Kind() is "Deployment" or "Job" or "CronJob").Select(found => (string)found.Pod().At("spec priorityClassName")!).Distinct().Order(StringComparer.Ordinal));
        // A migration takes no service's place.
        JsonObject migration = Assert.Single(classes, found => found.Name() == "liveops-migration");
        Assert.Equal("Never", (string)migration["preemptionPolicy"]!);
        Assert.True((int)migration["value"]! < (int)Assert.Single(classes, found => found.Name() == "liveops-service")["value"]!);
    }

    [Fact]
    public void Players_come_in_by_a_namespace_that_policies_let_through_and_telemetry_goes_to_one_that_is_there()
    {
        JsonObject[] spaces = [.. Deploy.Rendered("platform/cluster").Where(found => found.Kind() == "Namespace")];

        Assert.Equal(["entry", "monitoring"], spaces.Select(found => found.Name()));
        Assert.Equal("true", (string?)spaces[0].At("metadata labels liveops.dev/entry"));
        Assert.Equal(["baseline", "restricted"], spaces.Select(found => (string)found.At("metadata labels pod-security.kubernetes.io/enforce")!));
    }

    private static void AssertRoom(decimal most, string quota) => Assert.InRange(Amount(quota), most, most * 1.2m);

    private static decimal Amount(string quantity) => new ResourceQuantity(quantity).ToDecimal();
}
