using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LiveOps.Tests.Publishing;

namespace LiveOps.Tests.Deploying.Infra;

/// <summary>What the model knows, infrastructure reads there: pools, topics, identities, roles, ports, databases.</summary>
public sealed class Names_and_numbers_are_the_model_s
{
    private static readonly JsonNode Model = JsonNode.Parse(File.ReadAllText(Path.Combine(Published.Folder, "model.json")))!;

    public static TheoryData<string> Readers => new("bus", "cluster", "identities", "mysql", "mysql-vm", "network", "redis");

    [Theory]
    [MemberData(nameof(Readers))]
    public async Task It_is_the_file_that_publishing_writes(string module)
    {
        JsonObject variables = (await Bicep.ModulesAsync())[module]["variables"]!.AsObject();
        string text = (string)(await Terraform.ModuleAsync(module)).At("locals 0 model")!;

        Assert.True(JsonNode.DeepEquals(Model, variables[Regex.Match((string)variables["model"]!, @"variables\('(.+)'\)").Groups[1].Value]));
        string path = Regex.Match(text, @"^\$\{jsondecode\(file\(""\$\{path\.module\}(/.+)""\)\)\}$").Groups[1].Value;
        Assert.Equal(Path.Combine(Published.Folder, "model.json"), Path.GetFullPath(Path.Combine(Terraform.Folder, "modules", module) + path));
    }

    [Theory]
    [InlineData("cluster", "pools", "copy count", "[length(variables('model').pools)]", "azurerm_kubernetes_cluster_node_pool pool", "for_each", "${{ for pool in local.model.pools : pool.name => pool }}")]
    [InlineData("cluster", "pools", "properties vmSize", "[variables('model').pools[copyIndex()].nodes]", "azurerm_kubernetes_cluster_node_pool pool", "vm_size", "${each.value.nodes}")]
    [InlineData("cluster", "pools", "properties nodeTaints 0", "[variables('model').pools[copyIndex()].taint]", "azurerm_kubernetes_cluster_node_pool pool", "node_taints 0", "${each.value.taint}")]
    [InlineData("bus", "topics", "copy count", "[length(variables('model').topics)]", "azurerm_servicebus_topic topic", "for_each", "${{ for topic in local.model.topics : topic.name => topic }}")]
    [InlineData("bus", "topics", "properties duplicateDetectionHistoryTimeWindow", "[variables('model').topics[copyIndex()].duplicateDetection]", "azurerm_servicebus_topic topic", "duplicate_detection_history_time_window", "${each.value.duplicateDetection}")]
    [InlineData("bus", "whoLearns", "copy count", "[length(variables('subscriptions'))]", "azurerm_servicebus_subscription who_learns", "for_each", "${local.subscriptions}")]
    [InlineData("bus", "whoLearns", "properties maxDeliveryCount", "[variables('subscriptions')[copyIndex()].is.maxDeliveryCount]", "azurerm_servicebus_subscription who_learns", "max_delivery_count", "${each.value.is.maxDeliveryCount}")]
    [InlineData("bus", "whoLearns", "properties lockDuration", "[variables('subscriptions')[copyIndex()].is.lockDuration]", "azurerm_servicebus_subscription who_learns", "lock_duration", "${each.value.is.lockDuration}")]
    [InlineData("identities", "identities", "copy count", "[length(variables('model').identities)]", "azurerm_user_assigned_identity identity", "for_each", "${{ for identity in local.model.identities : identity.name => identity }}")]
    [InlineData("identities", "trust", "copy count", "[length(variables('model').identities)]", "azurerm_federated_identity_credential trust", "for_each", "${{ for identity in local.model.identities : identity.name => identity }}")]
    [InlineData("identities", "trust", "properties subject", "[format('system:serviceaccount:{0}:{1}', parameters('namespace'), variables('model').identities[copyIndex()].serviceAccount)]", "azurerm_federated_identity_credential trust", "subject", "system:serviceaccount:${var.namespace}:${each.value.serviceAccount}")]
    [InlineData("identities", "readsSecret", "copy count", "[length(variables('ofSecrets'))]", "azurerm_role_assignment reads_secret", "for_each", "${local.of_secrets}")]
    [InlineData("identities", "usesBus", "copy count", "[length(variables('ofBus'))]", "azurerm_role_assignment uses_bus", "for_each", "${local.of_bus}")]
    [InlineData("identities", "writesExports", "copy count", "[length(variables('ofExports'))]", "azurerm_role_assignment writes_exports", "for_each", "${local.of_exports}")]
    [InlineData("mysql", "each", "copy count", "[length(variables('databases'))]", "azurerm_mysql_flexible_database each", "for_each", "${toset(local.databases)}")]
    public async Task Both_take_them_from_there(string module, string bicepResource, string bicepPath, string bicep, string terraformResource, string terraformPath, string terraform)
    {
        Assert.Equal(bicep, (string)(await Bicep.ModulesAsync())[module]["resources"]![bicepResource].At(bicepPath)!);
        Assert.Equal(terraform, (string)(await Terraform.ModuleAsync(module))["resource"].At($"{terraformResource} 0 {terraformPath}")!);
    }

    [Fact]
    public async Task Roles_are_those_of_the_model_by_the_ids_that_Azure_gave_them_and_one_is_KEDA_s()
    {
        JsonObject bicep = (await Bicep.ModulesAsync())["identities"];
        JsonObject terraform = await Terraform.ModuleAsync("identities");

        Assert.Equal(
            new SortedDictionary<string, string>(StringComparer.Ordinal) { ["Azure Service Bus Data Owner"] = "090c5cfd-751d-490a-894a-3ce6f1109419", ["Key Vault Secrets User"] = "4633458b-17de-408a-874b-0445c86b69e6", ["Storage Blob Data Contributor"] = "ba92f5b4-2d11-453d-a403-e96b0029c9fe" },
            new SortedDictionary<string, string>(bicep["variables"]!["roles"].Texts(), StringComparer.Ordinal));
        Assert.Equal(
            bicep["variables"]!["roles"].Texts().Keys.Order(StringComparer.Ordinal),
            Model["identities"].Items().SelectMany(identity => identity["roles"].Items()).Select(role => (string)role["role"]!).Distinct().Order(StringComparer.Ordinal));
        Assert.All(Model["identities"].Items().SelectMany(identity => identity["roles"].Items()), role => Assert.Matches("^(exports|servicebus|vault/secrets/[A-Za-z-]+)$", (string)role["scope"]!)); // nothing is left out
        // Who has a role at all, in both.
        Assert.Equal(["kedaAsks", "readsSecret", "usesBus", "writesExports"], bicep["resources"]!.AsObject().Where(resource => (string)resource.Value!["type"]! == "Microsoft.Authorization/roleAssignments").Select(resource => resource.Key).Order(StringComparer.Ordinal));
        Assert.Equal(["keda_asks", "reads_secret", "uses_bus", "writes_exports"], terraform.At("resource azurerm_role_assignment")!.AsObject().Select(resource => resource.Key).Order(StringComparer.Ordinal));
        Assert.Equal("${each.value.role}", (string)terraform.At("resource azurerm_role_assignment reads_secret 0 role_definition_name")!);
        Assert.Equal("${var.vault}/secrets/${split(\"/\", each.value.scope)[2]}", (string)terraform.At("resource azurerm_role_assignment reads_secret 0 scope")!);
    }

    [Fact]
    public async Task No_role_elsewhere_is_more_than_what_its_bearer_does()
    {
        string[] terraform =
        [
            .. from file in Terraform.Files
               let assignments = Terraform.FileAsync(Path.GetRelativePath(Terraform.Folder, file).Replace('\\', '/')).GetAwaiter().GetResult().At("resource azurerm_role_assignment")?.AsObject()
               where assignments is not null && !file.Contains("identities", StringComparison.Ordinal)
               from one in assignments
               select (string)one.Value!.AsArray()[0]!["role_definition_name"]!,
        ];
        string[] bicep = [.. (await Bicep.ModulesAsync()).Where(module => module.Key is not ("identities" or "main" or "region" or "installation")).SelectMany(module => Bicep.Resources(module.Value))
            .Where(resource => (string)resource["type"]! == "Microsoft.Authorization/roleAssignments").Select(resource => (string)resource.At("properties roleDefinitionId")!)];

        Assert.Equal(["AcrPull", "AcrPush", "Key Vault Secrets Officer", "Key Vault Secrets User", "Network Contributor"], terraform.Order(StringComparer.Ordinal));
        Assert.Equal(
            ["4633458b-17de-408a-874b-0445c86b69e6", "4d97b98b-1d4f-4787-a291-c67834d212e7", "7f951dda-4ed3-4680-a7ca-43fe172d538d", "8311e382-0749-4cb8-b61a-304f252e45ec", "b86a8fe4-44ce-4948-aee5-eccb2c155cd7"],
            bicep.Select(id => Regex.Match(id, "[0-9a-f-]{36}").Value).Order(StringComparer.Ordinal));
    }
}
