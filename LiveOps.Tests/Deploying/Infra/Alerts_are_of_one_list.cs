using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LiveOps.Tests.Contract;
using LiveOps.Tests.House;
using LiveOps.Tests.Monitoring;
using LiveOps.Tests.Publishing;

namespace LiveOps.Tests.Deploying.Infra;

/// <summary>What Azure alarms stands once: Bicep and Terraform read the same list and the same rules, and tell Azure the same of each.</summary>
public sealed partial class Alerts_are_of_one_list
{
    // What each is told, of which member of the list: in Bicep, and in Terraform.
    private static readonly (string Bicep, string Terraform, string Member)[] OfMetrics =
    [
        ("properties severity", "severity", "severity"), ("properties evaluationFrequency", "frequency", "every"), ("properties windowSize", "window_size", "window"),
        ("properties criteria allOf 0 metricNamespace", "criteria 0 metric_namespace", "kind"), ("properties criteria allOf 0 metricName", "criteria 0 metric_name", "metric"),
        ("properties criteria allOf 0 timeAggregation", "criteria 0 aggregation", "aggregation"), ("properties criteria allOf 0 operator", "criteria 0 operator", "operator"),
        ("properties criteria allOf 0 threshold", "criteria 0 threshold", "threshold"),
    ];

    private static readonly (string Bicep, string Terraform, string Member)[] OfLogs =
    [
        ("properties severity", "severity", "severity"), ("properties evaluationFrequency", "evaluation_frequency", "every"), ("properties windowSize", "window_duration", "window"),
        ("properties criteria allOf 0 query", "criteria 0 query", "query"),
    ];

    private static readonly JsonObject List = JsonNode.Parse(File.ReadAllText(Path.Combine(Deploy.Folder, "infra", "alerts.json")))!.AsObject();

    public static TheoryData<string> Modules => [.. List["metrics"].Items().Select(alert => (string)alert["of"]!).Distinct()];

    [Theory]
    [MemberData(nameof(Modules))]
    public async Task On_a_resource_s_metrics(string module)
    {
        JsonObject bicep = (await Bicep.ModulesAsync())[module];
        JsonNode said = bicep["resources"]!["alerts"]!, terraform = (await Terraform.ModuleAsync(module)).At("resource azurerm_monitor_metric_alert alerts 0")!;

        Assert.True(JsonNode.DeepEquals(List["metrics"], Listed(bicep, said)));
        Assert.Contains($"equals(lambdaVariables('alert').of, '{module}')", (string)said.At("copy count")!, StringComparison.Ordinal);
        Assert.Contains($"/../../../alerts.json\")).metrics : alert.name => alert if alert.of == \"{module}\"", (string)terraform["for_each"]!, StringComparison.Ordinal);
        SayTheSame(said, terraform, OfMetrics);
        // Whoever is on call is woken by what is critical, and by nothing else.
        Assert.Equal("${each.value.severity == 1 ? var.actions.onCall : var.actions.day}", (string?)terraform.At("action 0 action_group_id"));
        Assert.EndsWith("[copyIndex()].severity, 1), parameters('actions').onCall, parameters('actions').day)]", (string?)said.At("properties actions 0 actionGroupId"), StringComparison.Ordinal);
    }

    // An average over two regions, where both are probed: 50 when one is gone.
    [Fact]
    public void One_region_of_two_that_is_gone_is_told() =>
        Assert.All(List["metrics"].Items().Where(alert => (string)alert["of"]! == "front-door"), alert => Assert.Equal(("LessThan", true), ((string)alert["operator"]!, (int)alert["threshold"]! is > 50 and < 100)));

    [Fact]
    public async Task On_logs()
    {
        JsonObject bicep = (await Bicep.ModulesAsync())["monitoring"];
        JsonNode said = bicep["resources"]!["told"]!, terraform = (await Terraform.ModuleAsync("monitoring")).At("resource azurerm_monitor_scheduled_query_rules_alert_v2 told 0")!;

        Assert.True(JsonNode.DeepEquals(List["logs"], Listed(bicep, said)));
        Assert.EndsWith("/../../../alerts.json\")).logs : alert.name => alert }}", (string)terraform["for_each"]!, StringComparison.Ordinal);
        SayTheSame(said, terraform, OfLogs);
    }

    [Fact]
    public async Task Of_Prometheus_s_rules_every_file_but_that_of_exporters_which_nobody_scrapes_there()
    {
        JsonObject bicep = (await Bicep.ModulesAsync())["monitoring"];
        string[] files = [.. RuleFiles.Names.Where(name => name != "on-premises-mysql")];
        JsonNode terraform = await Terraform.ModuleAsync("monitoring");
        string rules = (string)terraform.At("locals 0 rules")!;

        JsonNode[] loaded = [.. bicep["variables"]!.AsObject().Where(variable => variable.Value is JsonObject value && value.ContainsKey("groups")).Select(variable => variable.Value!)];
        Assert.Equal(files.Length, loaded.Length);
        Assert.Equal(
            files.SelectMany(RuleFiles.Rules).Select(rule => (string)(rule["alert"] ?? rule["record"])!).Order(StringComparer.Ordinal),
            loaded.SelectMany(file => file["groups"].Items()).SelectMany(group => group["rules"].Items()).Select(rule => (string)(rule["alert"] ?? rule["record"])!).Order(StringComparer.Ordinal));
        Assert.Equal(files, Quoted().Matches(rules.Split(']')[0]).Select(name => name.Groups[1].Value));
        foreach (string word in new[] { "expression", "for", "severity", "labels", "annotations" })
        {
            Assert.Contains($"'{word}'", (string)bicep["resources"]!["groups"].At("properties rules")!, StringComparison.Ordinal);
            Assert.NotNull(terraform.At($"resource azurerm_monitor_alert_prometheus_rule_group groups 0 dynamic rule 0 content 0 {word}"));
        }
    }

    // https://learn.microsoft.com/azure/azure-monitor/fundamentals/service-limits#prometheus-rule-groups
    [Fact]
    public void Azure_takes_rules_as_they_are()
    {
        Assert.All(RuleFiles.Names, name => Assert.All(RuleFiles.GroupsOf(name), group =>
        {
            Assert.InRange(group["rules"].Items().Count(), 1, 20);
            Assert.Matches("^[0-9]+m$", (string?)group["interval"] ?? "1m");
        }));
        Assert.All(RuleFiles.Names.SelectMany(RuleFiles.Alerts), alert => Assert.Matches("^[0-9]+[mh]$", (string?)alert["for"])); // PT and this in capitals
    }

    [Fact]
    public void Each_has_a_runbook_and_a_name_of_its_own()
    {
        JsonNode[] all = [.. List["metrics"].Items(), .. List["logs"].Items()];

        Assert.All(all, alert => Assert.True(File.Exists(Path.Combine(Repository.Root, "docs", "runbooks", alert["runbook"] + ".md")), alert.ToJsonString()));
        Assert.All(all, alert => Assert.InRange((int)alert["severity"]!, 1, 3));
        Assert.Distinct(all.Select(alert => $"{alert["of"]} {alert["name"]}"));
    }

    [Fact]
    public async Task Every_query_is_one_of_tables_and_columns_that_there_are()
    {
        string[] queries = [.. List["logs"].Items().Select(alert => (string)alert["query"]!)];

        string[][] errors = await KqlAsync([.. queries, "AppRequests | where Nothing > 1", "AppRequests | summarize countt()", "AppRequests | where"]);

        Assert.All(errors[..queries.Length], Assert.Empty);
        Assert.All(errors[queries.Length..], found => Assert.NotEmpty(found));
    }

    // Both regions, and dev and staging, have their rows in one workspace: a role's name begins with service.namespace.
    [Fact]
    public void No_environment_s_requests_make_up_for_another_s()
    {
        Assert.All(List["logs"].Items(), alert => Assert.Contains(" by AppRoleName", (string)alert["query"]!, StringComparison.Ordinal));
        Assert.Distinct(Deploy.Overlays.Select(overlay => Namespace().Match(File.ReadAllText(Path.Combine(Deploy.Folder, "overlays", overlay, "kustomization.yaml"))).Groups[1].Value));
    }

    // A row that was sampled stands for ItemCount of them: https://learn.microsoft.com/azure/azure-monitor/app/opentelemetry-sampling
    [Fact]
    public void Every_query_counts_what_rows_stand_for_and_not_rows() => Assert.All(List["logs"].Items(), alert =>
    {
        Assert.Contains("sum(ItemCount)", (string)alert["query"]!, StringComparison.Ordinal);
        Assert.DoesNotMatch(CountOfRows(), (string)alert["query"]!);
    });

    // What Bicep has loaded for a resource.
    private static JsonNode? Listed(JsonObject module, JsonNode resource) => module["variables"]![Variable().Match((string)resource.At("copy count")!).Groups[1].Value];

    private static void SayTheSame(JsonNode bicep, JsonNode terraform, (string Bicep, string Terraform, string Member)[] told) => Assert.All(told, one =>
    {
        Assert.EndsWith($"[copyIndex()].{one.Member}]", (string?)bicep.At(one.Bicep), StringComparison.Ordinal);
        Assert.Equal($"${{each.value.{one.Member}}}", (string?)terraform.At(one.Terraform));
    });

    private static async Task<string[][]> KqlAsync(string[] queries)
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File("queries.json"), JsonSerializer.Serialize(queries), TestContext.Current.CancellationToken);
        (int exitCode, string output) = await NodeProgram.RunAsync(PromQl.Folder, Path.Combine(PromQl.Folder, "kql.js"), [], folder.File("queries.json"));
        Assert.True(exitCode == 0, output);
        return JsonSerializer.Deserialize<string[][]>(output)!;
    }

    [GeneratedRegex("variables\\('([^']+)'\\)")]
    private static partial Regex Variable();

    [GeneratedRegex("\\b(count|countif|avg|avgif|percentile|percentiles)\\(")]
    private static partial Regex CountOfRows();

    [GeneratedRegex("OTEL_RESOURCE_ATTRIBUTES=.*service\\.namespace=([a-z-]+)")]
    private static partial Regex Namespace();

    [GeneratedRegex("\"([a-z-]+)\"")]
    private static partial Regex Quoted();
}
