using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LiveOps.Tests.Publishing;

namespace LiveOps.Tests.Deploying.Infra;

/// <summary>What infrastructure makes is where overlays and Argo CD bring things to.</summary>
public sealed class Environments_are_those_of_the_overlays
{
    [Fact]
    public async Task Every_overlay_has_an_installation_in_the_cluster_that_Argo_CD_brings_it_to()
    {
        (string Name, string Namespace, string Cluster, string Region, string Domain)[] installations =
        [
            .. from environment in new[] { await Terraform.VariablesAsync("dev"), await Terraform.VariablesAsync("prod") }
               from region in environment["regions"].Items()
               from installation in region["installations"].Items()
               select ((string)installation["name"]!, (string)installation["namespace"]!, (string)region["cluster"]!, (string)region["name"]!, (string)environment["domain"]!),
        ];

        Assert.Equal(Deploy.Overlays, installations.Select(installation => installation.Name).Order(StringComparer.Ordinal));
        foreach ((string name, string space, string cluster, string region, string domain) in installations)
        {
            Assert.Equal(space, (string)Deploy.Document("overlays", name, "kustomization.yaml")["namespace"]!);
            Delivery delivery = Assert.Single(Delivery.All, delivery => delivery.File == $"deploy/rendered/{name}.yaml");
            Assert.Equal((cluster, space), (delivery.Cluster, delivery.Namespace));
            string host = Deploy.Document("overlays", name, "installation.yaml")["data"].Texts()["host"];
            Assert.Equal(name.StartsWith("prod-", StringComparison.Ordinal) ? $"{region}.{domain}" : $"{name}.{domain}", host);
        }
    }

    [Theory]
    [InlineData("dev", "vm", "liveops.internal")]
    [InlineData("prod", "flexible", "mysql.database.azure.com")]
    public async Task MySQL_has_a_name_of_the_kind_that_it_is_of(string environment, string kind, string domain)
    {
        JsonObject variables = await Terraform.VariablesAsync(environment);

        Assert.Equal(kind, (string)variables["sizes"].At("mysql kind")!);
        foreach (JsonNode installation in variables["regions"].Items().SelectMany(region => region["installations"].Items()))
        {
            Dictionary<string, string> own = Deploy.Document("overlays", (string)installation["name"]!, "installation.yaml")["data"].Texts();
            Assert.EndsWith("." + domain, own["mysqlHost"], StringComparison.Ordinal);
            Assert.Equal(kind == "vm", own.ContainsKey("mysqlAddress")); // for components/on-prem-mysql
        }
    }

    [Fact]
    public async Task Pools_of_production_go_from_three_nodes_to_ten_one_in_each_zone()
    {
        JsonNode sizes = (await Terraform.VariablesAsync("prod"))["sizes"]!;

        Assert.Equal((3, 10), ((int)sizes.At("kubernetes leastNodes")!, (int)sizes.At("kubernetes mostNodes")!));
        Assert.Equal("ZoneRedundant", (string)sizes.At("mysql highAvailability")!);
        Assert.True((bool)sizes.At("mysql geoBackup")! && (bool)sizes.At("redis highAvailability")!);
    }

    [Fact]
    public async Task The_peak_that_pools_name_is_when_KEDA_has_more_pods()
    {
        string bicep = (string)(await Bicep.ModulesAsync())["cluster"]["variables"]!["peak"]!, terraform = (string)(await Terraform.ModuleAsync("cluster")).At("locals 0 peak")!;
        Match peak = Regex.Match(bicep, @"^(\w+) (\d\d):(\d\d)-(\d\d):(\d\d) (\S+)$");

        Assert.Equal(bicep, terraform);
        Assert.All((await Variant.Of("canary").ObjectsAsync()).Where(found => found.Kind() == "ScaledObject").SelectMany(found => found.At("spec triggers").Items()).Where(trigger => (string)trigger["type"]! == "cron"), trigger =>
        {
            string Cron(int hour) => $"{int.Parse(peak.Groups[hour + 1].Value)} {int.Parse(peak.Groups[hour].Value)} * * *";
            Assert.Equal(
                (peak.Groups[1].Value, Cron(2), Cron(4), peak.Groups[6].Value),
                ((string)trigger["name"]!, (string)trigger.At("metadata start")!, (string)trigger.At("metadata end")!, (string)trigger.At("metadata timezone")!));
        });
    }

    [Fact]
    public async Task Addresses_of_regions_are_in_what_services_may_reach_and_no_region_s_are_another_s()
    {
        string[] spaces = [.. (await Terraform.VariablesAsync("prod"))["regions"].Items().Select(region => (string)region["addressSpace"]!)];

        Assert.Distinct(spaces);
        Assert.All(spaces, space => Assert.Matches(@"^10\.\d+\.0\.0/16$", space)); // stores at 10.0.0.0/8, as the base's policies have it
    }
}
