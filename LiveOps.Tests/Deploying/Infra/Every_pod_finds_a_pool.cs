using System.Text.Json.Nodes;
using LiveOps.Tests.Publishing;

namespace LiveOps.Tests.Deploying.Infra;

/// <summary>Pools are closed by taints: what is rendered goes to its own, and what others bring (cert-manager, Argo Rollouts, gateways) to the one that is open.</summary>
public sealed class Every_pod_finds_a_pool
{
    private static readonly JsonNode Model = JsonNode.Parse(File.ReadAllText(Path.Combine(Published.Folder, "model.json")))!;

    [Fact]
    public async Task What_is_rendered_goes_to_a_pool_of_the_model()
    {
        IEnumerable<JsonObject> all = Deploy.Overlays.SelectMany(Deploy.Rendered).Concat((await Task.WhenAll(Variant.All.Select(variant => variant.ObjectsAsync()))).SelectMany(objects => objects));
        (string Label, string Taint)[] pools = [.. Model["pools"].Items().Select(pool => ((string)pool["label"]!, (string)pool["taint"]!))];

        foreach (JsonObject found in all.Where(found => found.Kind() is "Deployment" or "Job" or "CronJob"))
        {
            JsonNode pod = found.Pod(), asks = Assert.Single(pod.At("spec affinity nodeAffinity requiredDuringSchedulingIgnoredDuringExecution nodeSelectorTerms 0 matchExpressions").Items());
            string[] tolerates = [.. pod.At("spec tolerations").Items().Select(one => $"{one["key"]}={one["value"]}:{one["effect"]}")];
            Assert.Contains(pools, pool => pool.Label == $"{asks["key"]}={Assert.Single(asks["values"].Items())}" && tolerates.Contains(pool.Taint));
        }
    }

    [Fact]
    public async Task One_is_open_to_who_names_none_and_the_system_s_is_not()
    {
        JsonNode bicep = (await Bicep.ModulesAsync())["cluster"]["resources"]!, terraform = (await Terraform.ModuleAsync("cluster"))["resource"]!;

        Assert.Empty(bicep.At("general properties nodeTaints")!.AsArray());
        Assert.Empty(terraform.At("azurerm_kubernetes_cluster_node_pool general 0 node_taints")!.AsArray());
        Assert.Equal("CriticalAddonsOnly=true:NoSchedule", (string)bicep.At("cluster properties agentPoolProfiles 0 nodeTaints 0")!);
        Assert.True((bool)terraform.At("azurerm_kubernetes_cluster cluster 0 default_node_pool 0 only_critical_addons_enabled")!);
        foreach (string environment in new[] { "dev", "prod" })
        {
            JsonNode size = (await Terraform.VariablesAsync(environment))["sizes"]!["kubernetes"]!;
            Assert.True((int)size["leastNodes"]! > 0); // one is there before anybody asks
            Assert.NotEmpty((string)size["generalNodes"]!);
        }
    }

    [Fact]
    public void Gateways_are_of_the_class_that_the_cluster_brings()
    {
        // infra enables Istio for the Gateway API without a mesh (both.tsv); AKS calls its class so.
        Assert.All(Deploy.Overlays, overlay => Assert.Equal("approuting-istio", (string)Assert.Single(Deploy.Rendered("platform/entry-" + overlay), found => found.Kind() == "Gateway").At("spec gatewayClassName")!));
    }
}
