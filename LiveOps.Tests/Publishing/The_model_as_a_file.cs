using System.Text.Json.Nodes;
using LiveOps.ServiceDefaults.Settings;

namespace LiveOps.Tests.Publishing;

/// <summary>model.json says of the system what infrastructure, overlays and dashboards have to agree with.</summary>
public sealed class The_model_as_a_file
{
    private static readonly string[] OfTheFramework = ["HTTP_PORTS"];

    [Fact]
    public async Task Who_calls_whom_and_where()
    {
        JsonNode[] workloads = [.. (await ModelAsync())["workloads"].Items()];

        Assert.Equal(
            ["console > fairness:8080", "console > gateway:8080", "console > leaderboard:8080", "console > progression:8080", "gateway > fairness:8080", "gateway > fairness:8091", "gateway > leaderboard:8080", "gateway > progression:8080", "progression > fairness:8080", "progression > gateway:8080", "progression > leaderboard:8080"],
            workloads.SelectMany(workload => workload["calls"].Items().Select(call => $"{workload["name"]} > {call["workload"]}:{call["port"]}")));
        Assert.Equal("http 8080 http; verdicts 8091 h2c", string.Join("; ", workloads.Single(workload => (string)workload["name"]! == "fairness")["ports"].Items().Select(port => $"{port["name"]} {port["number"]} {port["protocol"]}")));
    }

    [Fact]
    public async Task Each_identity_has_the_roles_for_its_own_secrets_and_for_what_it_uses()
    {
        JsonNode[] identities = [.. (await ModelAsync())["identities"].Items()];
        string RolesOf(string name) => string.Join(", ", identities.Single(identity => (string)identity["name"]! == name)["roles"].Items().Select(role => $"{role["role"]} on {role["scope"]}"));

        Assert.Equal(10, identities.Length);
        Assert.Equal("Key Vault Secrets User on vault/secrets/ConnectionStrings--progression", RolesOf("progression-migration"));
        Assert.Equal("Key Vault Secrets User on vault/secrets/ConnectionStrings--progression, Storage Blob Data Contributor on exports", RolesOf("progression-nightly"));
        Assert.Equal(
            "Key Vault Secrets User on vault/secrets/ConnectionStrings--gateway, Key Vault Secrets User on vault/secrets/ConnectionStrings--redis, Key Vault Secrets User on vault/secrets/HMAC-SECRET, Key Vault Secrets User on vault/secrets/OPERATOR-TOKEN, Azure Service Bus Data Owner on servicebus",
            RolesOf("gateway"));
    }

    [Fact]
    public async Task Topics_and_subscriptions_and_the_secrets_that_must_be_in_the_vault()
    {
        JsonNode model = await ModelAsync();

        Assert.Equal("events: fairness, progression, leaderboard", string.Join("; ", model["topics"].Items().Select(topic => $"{topic["name"]}: {string.Join(", ", topic["subscriptions"].Items().Select(subscription => (string)subscription["name"]!))}")));
        Assert.Equal(
            ["CONSOLE-SECRET", "ConnectionStrings--gateway", "ConnectionStrings--leaderboard", "ConnectionStrings--progression", "ConnectionStrings--redis", "HMAC-SECRET", "OPERATOR-TOKEN", "RECEIPT-SECRET"],
            model["secrets"].Items().Select(secret => (string)secret["name"]!));
    }

    [Fact]
    public async Task Metrics_are_those_of_a_cluster()
    {
        string[] metrics = [.. (await ModelAsync())["metrics"].Items().Select(metric => $"{metric["service"]} {metric["name"]}")];

        Assert.Contains("gateway events_received_total", metrics);
        Assert.Contains("leaderboard leaderboard_damaged_ranks_total", metrics);
        Assert.Equal(5, metrics.Count(metric => metric.EndsWith(" store_operation_duration_seconds", StringComparison.Ordinal)));
        Assert.DoesNotContain(metrics, metric => metric.Contains("journal", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_setting_is_one_that_services_know()
    {
        IEnumerable<string> settings = (await ModelAsync())["workloads"].Items().SelectMany(workload => workload["settings"].Items().Concat(workload["secrets"].Items())).Select(setting => ((string)setting!).Replace("--", "__", StringComparison.Ordinal).Replace('-', '_'));

        Assert.All(settings.Except(OfTheFramework), setting => Assert.True(KnownSettings.Contains(setting), setting));
    }

    private static async Task<JsonNode> ModelAsync() => JsonNode.Parse((await Published.FilesAsync()).Text("model.json"))!;
}
