using System.Globalization;
using System.Text.Json.Nodes;
using LiveOps.Tests.Deploying;
using LiveOps.Tests.Publishing;

namespace LiveOps.Tests.Monitoring.Collecting;

/// <summary>Loki and Tempo: nobody's lines and traces are another's, none are kept for ever, and Grafana leads from one to the other.</summary>
public sealed class What_is_kept_and_for_whom
{
    [Fact]
    public void Tenants_are_kept_apart_and_are_the_same_for_lines_and_traces()
    {
        JsonObject loki = Deploy.Document("monitoring", "loki", "loki.yaml"), tempo = Deploy.Document("monitoring", "tempo", "tempo.yaml");

        Assert.True((bool)loki["auth_enabled"]! && (bool)tempo["multitenancy_enabled"]!);
        Assert.Equal("/etc/loki/tenants.yaml", (string?)loki.At("runtime_config file"));
        Assert.Equal("/etc/tempo/tenants.yaml", (string?)tempo.At("overrides per_tenant_override_config"));
        Assert.Equal(["nonprod", "prod"], Tenants("loki").Select(tenant => tenant.Key).Order(StringComparer.Ordinal));
        Assert.Equal(Tenants("loki").Select(tenant => tenant.Key), Tenants("tempo").Select(tenant => tenant.Key));
    }

    [Fact]
    public void Nothing_is_kept_for_ever_and_production_s_longer()
    {
        JsonObject loki = Deploy.Document("monitoring", "loki", "loki.yaml"), tempo = Deploy.Document("monitoring", "tempo", "tempo.yaml");

        Assert.True((bool)loki.At("compactor retention_enabled")!); // else retention_period is a wish
        Assert.InRange(Hours(loki.At("limits_config retention_period")), 24, 1_000);
        Assert.InRange(Hours(tempo.At("compactor compaction block_retention")), 24, 1_000);
        Assert.True(Hours(Tenants("loki")["prod"].At("retention_period")) > Hours(Tenants("loki")["nonprod"].At("retention_period")));
        Assert.True(Hours(Tenants("tempo")["prod"].At("compaction block_retention")) > Hours(Tenants("tempo")["nonprod"].At("compaction block_retention")));
        Assert.True(Hours(loki.At("limits_config max_query_length")) >= Hours(Tenants("loki")["prod"].At("retention_period"))); // all that is kept can be asked for
    }

    [Fact]
    public void Neither_tells_anybody_else_nor_has_a_key()
    {
        foreach (string file in new[] { "loki/loki.yaml", "tempo/tempo.yaml" })
        {
            string text = File.ReadAllText(Path.Combine(Deploy.Folder, "monitoring", file));
            Assert.Contains("use_federated_token: true", text, StringComparison.Ordinal);
            Assert.Contains("reporting_enabled: false", text, StringComparison.Ordinal);
            Assert.DoesNotContain("account_key", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Grafana_leads_from_an_exemplar_to_the_trace_from_the_trace_to_its_lines_and_from_a_line_to_the_trace()
    {
        JsonNode[] sources = [.. Deploy.Document("monitoring", "dashboards", "datasources.yaml")["datasources"].Items()];
        JsonNode Of(string type) => Assert.Single(sources, source => (string?)source["type"] == type);

        Assert.Equal(("trace_id", "tempo"), ((string?)Of("prometheus").At("jsonData exemplarTraceIdDestinations 0 name"), (string?)Of("prometheus").At("jsonData exemplarTraceIdDestinations 0 datasourceUid")));
        Assert.Equal(("trace_id", "tempo"), ((string?)Of("loki").At("jsonData derivedFields 0 matcherRegex"), (string?)Of("loki").At("jsonData derivedFields 0 datasourceUid")));
        Assert.Equal("loki", (string?)Of("tempo").At("jsonData tracesToLogsV2 datasourceUid"));
        Assert.All(new[] { "loki", "tempo" }, type => Assert.Equal("$TENANT", (string?)Of(type).At("secureJsonData httpHeaderValue1")));
    }

    private static JsonObject Tenants(string of) => Deploy.Document("monitoring", of, "tenants.yaml")["overrides"]!.AsObject();

    private static int Hours(JsonNode? duration) => int.Parse(((string)duration!).TrimEnd('h'), CultureInfo.InvariantCulture);
}
