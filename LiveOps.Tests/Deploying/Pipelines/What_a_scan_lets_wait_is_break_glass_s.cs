using System.Text.Json.Nodes;
using LiveOps.Tests.Deploying.Infra;
using LiveOps.Tests.House;
using LiveOps.Tests.Publishing;

namespace LiveOps.Tests.Deploying.Pipelines;

/// <summary>What the scan of what is deployed would stop at is mended, or named with its file, its reason and a day. Trivy itself is not run: these are its checks, read.</summary>
public sealed class What_a_scan_lets_wait_is_break_glass_s
{
    private static readonly string[] Changing = ["create", "update", "patch", "delete", "deletecollection", "impersonate", "*"];

    [Fact]
    public void Each_has_a_day_a_reason_and_the_files_that_have_it()
    {
        JsonNode[] waiting = [.. Assert.Single(YamlTree.ParseAll(File.ReadAllText(Path.Combine(Repository.Root, ".trivyignore.yaml"))))["misconfigurations"].Items()];

        Assert.Equal(["AVD-KSV-0053", "AVD-KSV-0056", "KSV-0053", "KSV-0056"], waiting.Select(one => (string)one["id"]!).Order(StringComparer.Ordinal));
        Assert.All(waiting, one => Assert.True(((string)one["statement"]!).Length > 0 && DateOnly.TryParse(one["expired_at"]!.ToString().Split(' ')[^1], out _)));
        Assert.All(waiting, one => Assert.Equal(Roles().Where(MayEnterPods).Select(found => found.File).Distinct(), one["paths"].Items().Select(path => (string)path!)));
        // In those files nobody else has it: a second Role would be let through with the first.
        Assert.All(Roles().Where(found => MayEnterPods(found) || MayChangeNetworks(found)), found => Assert.Equal("break-glass", found.Role.Name()));
    }

    [Fact]
    public async Task Clusters_answer_named_addresses_and_ask_who_may_do_what()
    {
        JsonNode cluster = (await Terraform.ModuleAsync("cluster")).At("resource azurerm_kubernetes_cluster cluster 0")!; // AZU-0041, AZU-0042

        Assert.Equal("${var.administratorAddresses}", (string)cluster.At("api_server_access_profile 0 authorized_ip_ranges")!);
        Assert.True((bool)cluster["role_based_access_control_enabled"]!);
        foreach (string environment in new[] { "dev", "prod" })
            Assert.NotEmpty((await Terraform.VariablesAsync(environment))["administratorAddresses"]!.AsArray());
    }

    [Fact]
    public async Task Vaults_are_filled_by_administrators_from_there_and_read_from_the_network()
    {
        JsonNode bicep = (await Bicep.ModulesAsync())["vault"]["resources"]!, terraform = (await Terraform.ModuleAsync("vault"))["resource"]!;

        Assert.Equal("${var.administratorAddresses}", (string)terraform.At("azurerm_key_vault vault 0 network_acls 0 ip_rules")!);
        Assert.Contains("parameters('administratorAddresses')", bicep.At("vault properties networkAcls ipRules")!.ToString(), StringComparison.Ordinal);
        Assert.Equal(("Group", "${var.administrators}", "Key Vault Secrets Officer"), ((string)terraform.At("azurerm_role_assignment fills 0 principal_type")!, (string)terraform.At("azurerm_role_assignment fills 0 principal_id")!, (string)terraform.At("azurerm_role_assignment fills 0 role_definition_name")!));
        Assert.Equal(("Group", "[parameters('administrators')]"), ((string)bicep.At("fills properties principalType")!, (string)bicep.At("fills properties principalId")!));
    }

    private static bool MayEnterPods((string File, JsonObject Role) found) => Has(found.Role, "pods/exec");

    private static bool MayChangeNetworks((string File, JsonObject Role) found) => Has(found.Role, "services", "endpoints", "endpointslices", "networkpolicies", "ingresses");

    private static bool Has(JsonObject role, params string[] resources) => role["rules"].Items().Any(rule =>
        rule["resources"].Items().Any(resource => resources.Contains((string)resource!)) && rule["verbs"].Items().Any(verb => Changing.Contains((string)verb!)));

    private static IEnumerable<(string File, JsonObject Role)> Roles() =>
        from rendering in Deploy.Renderings.Order(StringComparer.Ordinal)
        from found in Deploy.Rendered(rendering)
        where found.Kind() is "Role" or "ClusterRole"
        select (rendering + ".yaml", found);
}
