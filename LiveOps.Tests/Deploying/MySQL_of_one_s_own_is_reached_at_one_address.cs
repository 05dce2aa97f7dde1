using System.Text.Json.Nodes;
using LiveOps.Tests.Publishing;

namespace LiveOps.Tests.Deploying;

/// <summary>The component for MySQL on premises.</summary>
public sealed class MySQL_of_one_s_own_is_reached_at_one_address
{
    [Fact]
    public async Task By_whom_the_model_says_and_at_its_port_and_nobody_reaches_another()
    {
        JsonNode model = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Published.Folder, "model.json"), TestContext.Current.CancellationToken))!;
        string[] databases = [.. model["outside"].Items().Where(outside => (string)outside["kind"]! == "MySQL").Select(outside => (string)outside["name"]!)];
        Dictionary<string, string> own = Deploy.Document("overlays", "staging", "installation.yaml")["data"].Texts();

        (string Name, string To)[] ways =
        [
            .. from policy in (await Variant.Of("on-prem-mysql").ObjectsAsync()).Where(found => found.Kind() == "NetworkPolicy")
               from rule in policy.At("spec egress").Items()
               where rule["ports"].Items().Any(port => port["port"]!.ToString() == "3306")
               select (policy.Name(), string.Join(' ', rule["to"].Items().Select(to => to.ToJsonString()))),
        ];

        Assert.Equal(
            model["workloads"].Items().Where(workload => workload["uses"].Items().Any(used => databases.Contains((string)used!))).Select(workload => (string)workload["name"]!).Order(StringComparer.Ordinal),
            ways.Select(way => way.Name).Order(StringComparer.Ordinal));
        Assert.All(ways, way => Assert.Equal($"{{\"ipBlock\":{{\"cidr\":\"{own["mysqlAddress"]}\"}}}}", way.To));
    }

    [Fact]
    public async Task Its_exporters_are_scraped_as_the_jobs_that_rules_name()
    {
        JsonObject[] scrapes = [.. (await Variant.Of("on-prem-mysql-prometheus").ObjectsAsync()).Where(found => found.Kind() == "ScrapeConfig")];
        Dictionary<string, string> own = Deploy.Document("overlays", "staging", "installation.yaml")["data"].Texts();
        string rules = await File.ReadAllTextAsync(Path.Combine(Deploy.Folder, "monitoring", "rules", "on-premises-mysql.yml"), TestContext.Current.CancellationToken);

        Assert.Equal([$"mysql {own["mysqlHost"]}:9104", $"mysql-host {own["mysqlHost"]}:9100"], scrapes.Select(found => $"{found.At("spec staticConfigs 0 labels job")} {found.At("spec staticConfigs 0 targets 0")}"));
        Assert.All(scrapes, found => Assert.Equal(own["namespace"], (string)found.At("spec staticConfigs 0 labels namespace")!)); // by which alerts on the services are silenced
        // The operator's kind is nobody's where Azure or Alloy scrapes: Argo CD could not make it.
        Assert.DoesNotContain(await Variant.Of("on-prem-mysql").ObjectsAsync(), found => ((string)found["apiVersion"]!).StartsWith("monitoring.coreos.com/", StringComparison.Ordinal));
        Assert.All(scrapes, found => Assert.Contains($"job=\"{found.Name()}\"", rules, StringComparison.Ordinal));
    }
}
