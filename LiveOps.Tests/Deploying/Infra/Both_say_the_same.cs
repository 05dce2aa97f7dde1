using System.Text.Json.Nodes;
using LiveOps.Tests.Contract;
using LiveOps.Tests.House;
using LiveOps.Tests.Publishing;

namespace LiveOps.Tests.Deploying.Infra;

/// <summary>Bicep and Terraform make the same of an environment.</summary>
public sealed class Both_say_the_same
{
    private const string Provider = "LIVEOPS_TERRAFORM_PROVIDER";

    public static TheoryData<string> Environments => new("dev", "prod");

    [Fact]
    public async Task What_Bicep_and_its_linter_warn_of_would_be_seen()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File("wrong.bicep"), """
            param unused string
            resource a 'Microsoft.ServiceBus/namespaces@2024-01-01' = { name: 'abcdef', location: 'koreacentral', sku: { nam: 'Standard' } }
            """, TestContext.Current.CancellationToken);

        (int exitCode, _, string errors) = await Bicep.RunAsync("build", folder.File("wrong.bicep"), "--stdout");

        Assert.Equal(0, exitCode); // warnings do not fail it: the text does
        Assert.Contains("BCP0", errors, StringComparison.Ordinal);
        Assert.Contains("no-unused-params", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_module_is_there_twice()
    {
        string[] bicep = [.. Directory.EnumerateFiles(Path.Combine(Bicep.Folder, "modules"), "*.bicep").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];
        string[] terraform = [.. Directory.EnumerateDirectories(Path.Combine(Terraform.Folder, "modules")).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal)];

        // What Bicep needs a file for: another group's roles, and types.
        Assert.Equal(terraform, bicep.Except(["registry-pull", "types"]));
        Assert.Empty(bicep.Except((await Bicep.ModulesAsync()).Keys).Except(["types"]));
    }

    [Fact]
    public async Task What_each_resource_is_told()
    {
        Dictionary<string, JsonObject> modules = await Bicep.ModulesAsync();
        string[] lines = [.. File.ReadLines(Path.Combine(Repository.Root, "LiveOps.Tests", "Deploying", "Infra", "both.tsv")).Where(line => line[0] != '#')];

        Assert.True(lines.Length > 70);
        foreach (string line in lines)
        {
            string[] parts = line.Split('|'), of = parts[0].Split(' ');
            JsonNode? bicep = modules[of[0]]["resources"]![of[1]].At(parts[1]);
            bool isContrary = parts[3].StartsWith('!');
            JsonNode? terraform = (await Terraform.ModuleAsync(of[0]))["resource"].At(parts[2] + " 0 " + parts[3].TrimStart('!'));

            Assert.True(bicep is not null && terraform is not null, $"{line}: {bicep} and {terraform}");
            string said = Value(terraform);
            Assert.True(Value(bicep) == (isContrary ? said == "true" ? "false" : "true" : said), $"{line}: {bicep} and {terraform}");
        }
    }

    [Theory]
    [MemberData(nameof(Environments))]
    public async Task Environments_are_told_the_same(string environment)
    {
        (JsonObject parameters, string said) = await Bicep.ParametersAsync(environment);
        JsonObject variables = await Terraform.VariablesAsync(environment);
        string[] asked = ["mysqlPassword", "mysqlSshKey", "secretsAreThere"]; // of whoever runs it

        Assert.Equal("", said); // no warning of the compiler, and none of the linter
        Assert.Equal(parameters.Select(parameter => parameter.Key).Except(asked).Order(StringComparer.Ordinal), variables.Select(variable => variable.Key).Order(StringComparer.Ordinal));
        foreach ((string name, JsonNode? value) in variables)
            Assert.True(JsonNode.DeepEquals(parameters[name]!["value"], value), $"{name}: {parameters[name]!["value"]} and {value}");

        JsonObject declared = (await Terraform.FileAsync("variables.tf"))["variable"]!.AsObject();
        Assert.Empty(variables.Select(variable => variable.Key).Except(declared.Select(variable => variable.Key)));
        Assert.Equal(
            (await Bicep.ModulesAsync())["main"]["parameters"]!.AsObject().Select(parameter => parameter.Key).Append("subscription").Order(StringComparer.Ordinal),
            declared.Select(variable => variable.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Networks_let_stores_be_reached_from_the_nodes_alone()
    {
        JsonObject bicep = (await Bicep.ModulesAsync())["network"];
        foreach ((string rules, string port) in new[] { ("mysqlRules", "[variables('ports').MySQL] 9100 9104"), ("privateRules", "[variables('ports').Redis]") })
        {
            JsonNode[] found = [.. bicep["resources"]![rules].At("properties securityRules").Items()];
            Assert.Equal(2, found.Length); // the second is of a variable: all else is denied
            Assert.Equal("Inbound Allow Tcp [variables('subnets').nodes] " + port, string.Join(' ', [.. new[] { "direction", "access", "protocol", "sourceAddressPrefix" }.Select(name => found[0]["properties"]![name]!.ToString()), .. Ports(found[0]["properties"]!)]));
            Assert.Equal("[variables('closed')]", found[1].ToString());
        }

        Assert.Equal("Inbound Deny * * *", string.Join(' ', new[] { "direction", "access", "protocol", "sourceAddressPrefix", "destinationPortRange" }.Select(name => bicep["variables"].At("closed properties " + name)!.ToString())));

        JsonNode terraform = await Terraform.ModuleAsync("network");
        JsonNode[] twice = [.. terraform.At("resource azurerm_network_security_group closed 0 security_rule").Items()];
        Assert.Equal(
            ["Inbound Allow Tcp ${local.subnets.nodes} ${each.value.ports}", "Inbound Deny * * *"],
            twice.Select(rule => string.Join(' ', new[] { "direction", "access", "protocol", "source_address_prefix" }.Select(name => rule[name]!.ToString()).Append((rule["destination_port_ranges"] ?? rule["destination_port_range"])!.ToString()))));
        string locals = terraform["locals"]!.ToJsonString();
        Assert.Contains("local.ports[\\u0022MySQL\\u0022][0]", locals, StringComparison.Ordinal);
        Assert.Equal(["9100", "9104"], terraform.At("locals 0 closed mysql ports").Items().Skip(1).Select(port => (string)port!)); // its exporters
        Assert.Contains("local.ports[\\u0022Redis\\u0022][0]", locals, StringComparison.Ordinal);
        // Bits of a subnet, and of a subnet beyond the network's 16.
        Assert.Equal(
            ["nodes 20 0", "private 24 16", "mysql 24 17"],
            bicep["variables"]!["subnets"]!.AsObject().Select(subnet => subnet.Key + string.Concat(subnet.Value!.ToString().Split(',').Skip(1).Select(part => " " + part.Trim(' ', ')', ']')))));
        Assert.Equal(
            ["mysql 8, 17", "nodes 4, 0", "private 8, 16"],
            terraform.At("locals 0 subnets")!.AsObject().Select(subnet => subnet.Key + " " + subnet.Value!.ToString().Replace("${cidrsubnet(var.addressSpace, ", "", StringComparison.Ordinal).TrimEnd('}', ')')).Order(StringComparer.Ordinal));
    }

    // An apply after a region was given up must not send players back to it.
    [Fact]
    public async Task Players_are_sent_to_the_region_that_the_environment_names_as_owner_of_the_boards()
    {
        Dictionary<string, JsonObject> bicep = await Bicep.ModulesAsync();
        Assert.Equal("[parameters('regions')[0].name]", (string?)bicep["main"].At("parameters boards defaultValue"));
        Assert.Contains("parameters('boards'), fail(", (string?)bicep["main"].At("variables owner"), StringComparison.Ordinal); // a name of no region
        Assert.Equal("[variables('owner')]", (string?)bicep["main"].At("resources door properties parameters boards value"));
        Assert.Equal("[format('https://{0}.{1}', variables('owner'), parameters('domain'))]", (string?)bicep["main"].At("resources api properties parameters backend value"));
        Assert.Equal("[if(equals(parameters('origins')[copyIndex()].name, parameters('boards')), 'Enabled', 'Disabled')]", (string?)bicep["front-door"].At("resources region properties enabledState"));

        JsonObject main = await Terraform.FileAsync("main.tf");
        Assert.Equal("${coalesce(var.boards, var.regions[0].name)}", (string?)main.At("locals 0 boards"));
        Assert.Equal("${contains([for region in var.regions : region.name], coalesce(var.boards, var.regions[0].name))}", (string?)(await Terraform.FileAsync("variables.tf")).At("variable boards 0 validation 0 condition"));
        Assert.Equal("${local.boards}", (string?)main.At("module front_door 0 boards"));
        Assert.Equal("https://${local.boards}.${var.domain}", (string?)main.At("module api_management 0 backend"));
        Assert.Equal("${each.key == var.boards}", (string?)(await Terraform.ModuleAsync("front-door")).At("resource azurerm_cdn_frontdoor_origin region 0 enabled"));
        Assert.NotNull((await Terraform.VariablesAsync("prod"))["boards"]); // where two could be it, it is said
    }

    // AKS changes one thing of a cluster at a time (409 OperationNotAllowed). Bicep tells it of the gateways with the cluster itself.
    [Fact]
    public async Task Pools_are_made_when_the_cluster_has_its_gateways()
    {
        JsonObject cluster = await Terraform.ModuleAsync("cluster");

        foreach (string pool in new[] { "general", "pool" })
            Assert.Equal("${azapi_update_resource.entry}", (string?)cluster.At($"resource azurerm_kubernetes_cluster_node_pool {pool} 0 depends_on 0"));
        Assert.Contains("OperationNotAllowed", cluster.At("resource azapi_update_resource entry 0 retry error_message_regex")!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Terraform_s_arguments_are_such_as_the_provider_has()
    {
        string? provider = Environment.GetEnvironmentVariable(Provider);
        Assert.SkipUnless(provider is { Length: > 0 }, $"{Provider} names no folder of npm's @cdktf/provider-azurerm 14.23.1: 300 MB, for whoever changes deploy/infra/terraform");

        (int exitCode, string said) = await NodeProgram.RunAsync(KubernetesTools.Folder, Path.Combine(KubernetesTools.Folder, "arguments.js"), [], [provider, .. Terraform.Files]);

        Assert.True(exitCode == 0, said);
    }

    private static IEnumerable<string> Ports(JsonNode rule) => rule["destinationPortRanges"] is JsonArray several ? several.Select(port => port!.ToString()) : [rule["destinationPortRange"]!.ToString()];

    private static string Value(JsonNode node) => node switch
    {
        JsonValue value when value.ToString() is "Enabled" or "True" => "true",
        JsonValue value when value.ToString() is "Disabled" or "False" => "false",
        JsonValue value => value.ToString(),
        _ => node.ToJsonString(),
    };
}
