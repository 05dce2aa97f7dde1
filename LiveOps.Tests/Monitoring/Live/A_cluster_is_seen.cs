using System.Text.Json;
using System.Text.RegularExpressions;
using LiveOps.Tests.ServiceDefaults.Bus;
using LiveOps.Tests.ServiceDefaults.Telemetry;

namespace LiveOps.Tests.Monitoring.Live;

/// <summary>What a cluster tells of itself: its metrics are those of the contract, and one event can be followed through all of its processes.</summary>
[Collection(nameof(MonitoredCluster))]
public sealed class A_cluster_is_seen(MonitoredCluster cluster)
{
    [Theory]
    [InlineData("gateway")]
    [InlineData("fairness")]
    [InlineData("leaderboard")]
    [InlineData("progression")]
    public async Task Each_service_has_the_metrics_of_the_contract_but_the_journal_s_and_what_only_a_cluster_has(string service)
    {
        await cluster.QuietAsync();
        string scrape = await cluster.ScrapeAsync(service);

        // In a cluster the gateway consumes nothing, and exports are the nightly batch's.
        string[] without = service == "gateway" ? ["journal_", "export_", "bus_"] : ["journal_", "export_"];
        string[] contract =
        [
            .. KnownMetrics.Own.Where(metric => metric.Source == "*" || metric.Source == service).Select(metric => $"{metric.Name} {metric.Type}")
                .Where(line => !without.Any(start => line.StartsWith(start, StringComparison.Ordinal))),
        ];
        string[] found = [.. Regex.Matches(scrape, "^# TYPE (\\S+) (\\S+)$", RegexOptions.Multiline).Select(type => $"{type.Groups[1].Value} {type.Groups[2].Value}")];

        Assert.Equal(contract.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
        foreach (Match sample in Regex.Matches(scrape, "^([a-z_]+?)(?:_bucket|_sum|_count)?\\{([^}]*)\\}", RegexOptions.Multiline))
        {
            string[] labels = [.. Regex.Matches(sample.Groups[2].Value, "([a-z_]+)=\"").Select(label => label.Groups[1].Value).Where(label => label != "le")];
            KnownMetrics.Metric metric = KnownMetrics.Own.First(metric => (metric.Source == "*" || metric.Source == service) && (metric.Name == sample.Groups[1].Value || metric.HasSeries(sample.Value.Split('{')[0])));
            Assert.Equal(metric.Labels.Order(StringComparer.Ordinal), labels.Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task One_event_is_one_trace_from_the_request_through_the_gateway_Fairness_and_the_bus_into_every_consumer_each_a_process()
    {
        string trace = "";
        await cluster.QuietAsync();

        // A machine with much to do may take none for a while: each try is a trace of its own.
        await Until.TrueAsync(
            async () =>
            {
                trace = Guid.NewGuid().ToString("N");
                return await cluster.Load.SendAsync($"followed-{trace}", "p0", traceParent: $"00-{trace}-00f067aa0ba902b7-01") == 202;
            },
            () => "it is not accepted:\n" + cluster.Told);

        List<(string Service, OtlpCollector.Span Span)> spans = [];
        string[] consumers = ["fairness", "leaderboard", "progression"];
        // Each process sends its spans when it likes: the gateway's may come last.
        await Until.TrueAsync(
            () =>
            {
                spans = [.. cluster.Collector.Spans.Where(one => one.Span.TraceId == trace)];
                return spans.Any(one => one.Service == "gateway" && one.Span.Name == "POST /v1/events")
                    && consumers.All(consumer => spans.Any(one => one.Service == consumer && one.Span.Name == "process events"))
                    && spans.Where(one => one.Span.Name == "process events").All(one => spans.Any(parent => parent.Span.Id == one.Span.ParentId));
            },
            () => "no trace from end to end:\n" + string.Join('\n', spans.Select(one => $"{one.Service}: {one.Span.Name}")));
        OtlpCollector.Span request = Assert.Single(spans, one => one.Service == "gateway" && one.Span.Name == "POST /v1/events").Span;
        Assert.Equal("00f067aa0ba902b7", request.ParentId);
        Assert.Contains(spans, one => one.Service == "fairness" && one.Span.Name != "process events"); // the verdict
        Assert.All(spans.Where(one => one.Span.Name == "process events"), one => Assert.Contains(spans, parent => parent.Span.Id == one.Span.ParentId && parent.Service == "gateway"));
    }

    [Fact]
    public async Task An_exemplar_leads_from_the_histogram_of_requests_in_Prometheus_to_a_trace()
    {
        await cluster.QuietAsync();
        string query = Uri.EscapeDataString("http_request_duration_seconds_bucket{job=\"gateway\",route=\"/v1/events\"}");
        HashSet<string> exemplars = [];
        await Until.TrueAsync(
            async () =>
            {
                JsonElement series = await cluster.AskAsync($"/api/v1/query_exemplars?query={query}&start={DateTimeOffset.UtcNow.ToUnixTimeSeconds() - 600}&end={DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 1}");
                exemplars = [.. series.EnumerateArray().SelectMany(one => one.GetProperty("exemplars").EnumerateArray()).Select(exemplar => exemplar.GetProperty("labels").GetProperty("trace_id").GetString()!)];
                return cluster.Collector.Spans.Any(one => one.Service == "gateway" && one.Span.Name == "POST /v1/events" && exemplars.Contains(one.Span.TraceId));
            },
            () => "exemplars lead nowhere: " + string.Join(' ', exemplars));
    }
}
