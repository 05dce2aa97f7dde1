using System.Globalization;
using System.Text.RegularExpressions;
using LiveOps.Tests.Publishing;

namespace LiveOps.Tests.Monitoring.Collecting;

/// <summary>What rules and dashboards ask for is what Alloy collects, and it hands it to somebody.</summary>
public sealed partial class Alloy_collects_what_is_looked_at
{
    // What each kind of component gives to others.
    private static readonly Dictionary<string, string> Exports = new()
    {
        ["discovery.kubernetes"] = "targets",
        ["discovery.relabel"] = "output",
        ["loki.process"] = "receiver",
        ["loki.source.kubernetes"] = "",
        ["loki.write"] = "receiver",
        ["otelcol.exporter.loadbalancing"] = "input",
        ["otelcol.exporter.otlp"] = "input",
        ["otelcol.processor.batch"] = "input",
        ["otelcol.processor.memory_limiter"] = "input",
        ["otelcol.processor.tail_sampling"] = "input",
        ["otelcol.receiver.otlp"] = "",
        ["prometheus.remote_write"] = "receiver",
        ["prometheus.scrape"] = "",
    };

    private static IEnumerable<AlloyFile.Block> Components => AlloyFile.Blocks.Where(block => block.Label.Length > 0);

    [Fact]
    public void Every_component_is_of_a_known_kind_has_a_name_of_its_own_and_is_used_by_another_unless_it_begins()
    {
        string[] used = [.. References().Select(reference => reference.Used)];

        Assert.All(Components, component => Assert.True(Exports.ContainsKey(component.Name), component.Name));
        Assert.Distinct(Components.Select(component => $"{component.Name} {component.Label}"));
        Assert.All(Components.Where(component => Exports[component.Name].Length > 0), component => Assert.Contains($"{component.Name}.{component.Label}.{Exports[component.Name]}", used));
    }

    [Fact]
    public void Whatever_is_handed_on_is_handed_to_something_that_is_there()
    {
        HashSet<string> there = [.. Components.Where(component => Exports[component.Name].Length > 0).Select(component => $"{component.Name}.{component.Label}.{Exports[component.Name]}")];

        Assert.NotEmpty(References());
        Assert.All(References(), reference => Assert.True(there.Contains(reference.Used), $"{reference.By} uses {reference.Used}, which is not there"));
    }

    [Fact]
    public void Streams_of_lines_have_the_labels_that_dashboards_select_by_and_a_trace_s_id_is_none_of_them()
    {
        string[] labels =
        [
            .. Components.Single(component => component is { Name: "discovery.relabel", Label: "pods" }).Blocks.Select(rule => rule.Text("target_label")),
            .. Words(Components.Single(component => component.Name == "loki.process").Only("stage.labels").Attributes["values"]),
        ];

        Assert.Equal(["container", "level", "namespace", "pod", "service_name"], labels.Order(StringComparer.Ordinal));
        Assert.Equal(["trace_id"], Words(Components.Single(component => component.Name == "loki.process").Only("stage.structured_metadata").Attributes["values"]));
    }

    [Fact]
    public void Pods_and_the_machine_of_MySQL_are_scraped_by_the_jobs_that_rules_expect()
    {
        AlloyFile.Block pods = Components.Single(component => component is { Name: "discovery.relabel", Label: "scraped" });
        string[] jobs = [.. Components.Where(component => component.Name == "prometheus.scrape" && component.Label is not ("pods" or "exporters")).Select(component => Job().Match(component.Attributes["targets"]).Groups[1].Value)];

        Assert.Contains(pods.Blocks, rule => rule.Attributes.GetValueOrDefault("target_label") == "\"job\"" && rule.Attributes["source_labels"] == "[\"__meta_kubernetes_pod_label_app_kubernetes_io_name\"]");
        Assert.Equal(["mysql", "mysql-host"], jobs.Order(StringComparer.Ordinal));
        Assert.All(Components.Where(component => component.Name == "prometheus.scrape" && component.Label.StartsWith("mysql", StringComparison.Ordinal)), scrape => Assert.Contains("\"namespace\" = ", scrape.Attributes["targets"], StringComparison.Ordinal));
        Assert.Contains("OpenMetrics", Components.Single(component => component is { Name: "prometheus.scrape", Label: "pods" }).Attributes["scrape_protocols"], StringComparison.Ordinal); // exemplars
        Assert.Equal("true", Components.Single(component => component.Name == "prometheus.remote_write").Only("endpoint").Attributes["send_exemplars"]);
    }

    // By the names that their charts give pods. What a series is about is in its own labels: the scrape's must not take their place.
    [Fact]
    public void Exporters_of_others_that_rules_wait_for_are_found_and_their_labels_stay()
    {
        AlloyFile.Block found = Components.Single(component => component is { Name: "discovery.kubernetes", Label: "exporters" }), scraped = Components.Single(component => component is { Name: "prometheus.scrape", Label: "exporters" });
        string[] exporters = [.. KnownMetrics.Outside.Select(metric => metric.Source.Split(' ')[0]).Distinct().Except(["prometheus", "mysqld_exporter", "windows_exporter"])];

        Assert.Equal(["azure-keyvault-exporter", "cert-manager", "kube-state-metrics", "node_exporter"], exporters.Order(StringComparer.Ordinal));
        Assert.All(exporters, exporter => Assert.Contains(exporter.Replace("node_exporter", "prometheus-node-exporter", StringComparison.Ordinal), found.Only("selectors").Text("label"), StringComparison.Ordinal));
        Assert.Equal("true", scraped.Attributes["honor_labels"]);
    }

    [Fact]
    public void Every_trace_that_failed_or_was_slower_than_the_objective_is_kept_and_some_of_the_rest()
    {
        AlloyFile.Block[] policies = [.. Components.Single(component => component.Name == "otelcol.processor.tail_sampling").Blocks.Where(block => block.Name == "policy")];

        Assert.Equal("[\"ERROR\"]", Assert.Single(policies, policy => policy.Text("type") == "status_code").Only("status_code").Attributes["status_codes"]);
        Assert.InRange(int.Parse(Assert.Single(policies, policy => policy.Text("type") == "latency").Only("latency").Attributes["threshold_ms"], CultureInfo.InvariantCulture), 1, 500);
        Assert.InRange(int.Parse(Assert.Single(policies, policy => policy.Text("type") == "probabilistic").Only("probabilistic").Attributes["sampling_percentage"], CultureInfo.InvariantCulture), 1, 50);
        Assert.Equal("\"traceID\"", Components.Single(component => component.Name == "otelcol.exporter.loadbalancing").Attributes["routing_key"]); // one Alloy sees all of a trace
    }

    [Fact]
    public async Task Services_send_their_traces_to_where_it_listens()
    {
        string listens = Components.Single(component => component is { Name: "otelcol.receiver.otlp", Label: "services" }).Only("grpc").Text("endpoint");
        string sent = await File.ReadAllTextAsync(Path.Combine(Published.Folder, "base", "gateway.yaml"), TestContext.Current.CancellationToken);

        Assert.Contains($"OTEL_EXPORTER_OTLP_ENDPOINT: \"http://alloy.monitoring.svc.cluster.local:{listens.Split(':')[1]}\"", sent, StringComparison.Ordinal);
    }

    [Fact]
    public void Secrets_are_files_and_what_differs_between_clusters_is_its_environment_s_and_stands_at_its_head()
    {
        AlloyFile.Block[] all = [.. AlloyFile.Blocks.SelectMany(block => block.All)];
        string text = string.Concat(Directory.GetFiles(AlloyFile.Folder, "*.alloy").Select(File.ReadAllText)), head = string.Join('\n', text.Split('\n').Where(line => line.StartsWith("//", StringComparison.Ordinal)));
        string[] asked = [.. Variable().Matches(text).Select(match => match.Groups[1].Value).Distinct()];

        Assert.DoesNotContain(all.SelectMany(block => block.Attributes.Keys), name => name is "password" or "bearer_token" or "credentials");
        Assert.Contains(all, block => block.Attributes.GetValueOrDefault("password_file") == "\"/etc/alloy/secrets/remote-write-password\"");
        Assert.NotEmpty(asked);
        Assert.All(asked, name => Assert.Contains(name, head, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("loki.write \"a\" {\n  endpoint {\n    url = \"x\"\n  }\n")]
    [InlineData("loki.write \"a\" {\n  url = \"x\"\n  url = \"y\"\n}\n")]
    [InlineData("loki.write \"a\" {\n  url = [\"x\"\n}\n")]
    [InlineData("url = 1\n")]
    [InlineData("}\n")]
    public void What_is_no_configuration_is_found(string text) => Assert.Throws<FormatException>(() => AlloyFile.Parse(text));

    private static IEnumerable<(string By, string Used)> References() =>
        from component in Components
        from block in component.All
        from expression in block.Attributes.Values
        from reference in Reference().Matches(Texts().Replace(expression, ""))
        select ($"{component.Name}.{component.Label}", reference.Value);

    private static string[] Words(string map) => [.. Word().Matches(map).Select(word => word.Groups[1].Value)];

    [GeneratedRegex("\"(?:[^\"\\\\]|\\\\.)*\"")]
    private static partial Regex Texts();

    [GeneratedRegex("\\b(?:discovery|loki|otelcol|prometheus)(?:\\.[a-z_0-9]+)+")]
    private static partial Regex Reference();

    [GeneratedRegex("\"job\" = \"([^\"]+)\"")]
    private static partial Regex Job();

    [GeneratedRegex("\"([a-z_]+)\" =")]
    private static partial Regex Word();

    [GeneratedRegex("sys\\.env\\(\"([A-Z_]+)\"\\)")]
    private static partial Regex Variable();
}
