using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LiveOps.Tests.Harness;
using LiveOps.Tests.Monitoring.Dashboards;
using LiveOps.Tests.Publishing;

namespace LiveOps.Tests.Monitoring;

/// <summary>No rule waits for a metric that nobody has: then it would never fire, and nobody would know.</summary>
public sealed class Metrics_of_rules_exist
{
    private static readonly string[] Texts = ["text/plain; version=0.0.4", "application/openmetrics-text; version=1.0.0"];

    [Fact]
    public async Task Every_expression_is_PromQL_and_selects_what_services_and_known_exporters_have()
    {
        (string Rule, PromQl.Expression Read)[] expressions = await ExpressionsAsync();

        Assert.True(expressions.Length > 50);
        string[] wrong = [.. expressions.SelectMany(one => one.Read.Errors.Concat(one.Read.Selectors.Select(KnownMetrics.Objection).OfType<string>()).Select(objection => $"{one.Rule}: {objection}"))];
        Assert.True(wrong.Length == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task Series_of_unit_tests_are_such_as_there_can_be()
    {
        string[] series = [.. RuleFiles.Names.SelectMany(RuleFiles.Cases).SelectMany(one => one["input_series"].Items()).Select(one => (string)one["series"]!).Distinct()];

        string[] wrong = [.. (await PromQl.ReadAsync(series)).SelectMany(read => read.Errors.Concat(read.Selectors.Select(KnownMetrics.Objection).OfType<string>()))];

        Assert.True(wrong.Length == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task No_exporter_s_metric_is_listed_that_no_rule_and_no_dashboard_needs()
    {
        IReadOnlyList<PromQl.Expression> asked = await PromQl.ReadAsync([.. DashboardFiles.Queries("prometheus").Select(query => query.Expression)]);
        HashSet<string?> named = [.. (await ExpressionsAsync()).Select(one => one.Read).Concat(asked).SelectMany(read => read.Selectors).Select(selector => selector.Name)];

        Assert.Empty(KnownMetrics.Outside.Where(metric => !named.Contains(metric.Name)).Select(metric => metric.Name));
        Assert.All(KnownMetrics.Outside, metric => Assert.Matches(@"^[\w-]+ \d+(\.\d+)+$", metric.Source));
    }

    [Fact]
    public async Task A_bound_that_a_rule_counts_up_to_is_a_bucket_in_both_texts_that_a_scrape_may_ask_for()
    {
        PromQl.Selector[] bounded = [.. (await ExpressionsAsync()).SelectMany(one => one.Read.Selectors).Where(selector => selector.Matchers.Any(matcher => matcher.Label == "le"))];
        await using LiveSystem live = await LiveSystem.StartAsync();
        await live.AcceptAsync(live.Score("one", "arena", 5), live.Xp("one", 5));
        await live.EventuallyAsync("leaderboard", "/v1/leaderboards/arena/all", page => page.GetProperty("total").GetInt64() == 1);

        Assert.NotEmpty(bounded);
        foreach (string text in Texts)
        {
            string scrape = "";
            foreach (string service in new[] { "gateway", "leaderboard" })
                scrape += await ScrapeAsync(live, service, text);
            Assert.All(bounded, selector => Assert.Contains(
                Regex.Matches(scrape, $"^{selector.Name}{{.*?le=\"([^\"]+)\"", RegexOptions.Multiline), bucket => selector.Takes("le", bucket.Groups[1].Value)));
        }
    }

    [Theory]
    [InlineData("nobody_has_this_total", "nobody_has_this_total")]
    [InlineData("bus_event_delay_seconds", "bus_event_delay_seconds")]
    [InlineData("rate(events_received_total{kind=\"xp\"}[5m])", "events_received_total")]
    [InlineData("progression_events_applied_total{job=\"gateway\"}", "progression_events_applied_total")]
    [InlineData("gateway:never_recorded:rate5m", "gateway:never_recorded:rate5m")]
    [InlineData("{job=\"gateway\"}", "no metric")]
    public async Task What_nobody_has_is_found(string expression, string objection) =>
        Assert.Contains(objection, Assert.Single(Assert.Single(await PromQl.ReadAsync([expression])).Selectors.Select(KnownMetrics.Objection).OfType<string>()), StringComparison.Ordinal);

    private static async Task<(string Rule, PromQl.Expression Read)[]> ExpressionsAsync()
    {
        JsonNode[] rules = [.. RuleFiles.Names.SelectMany(RuleFiles.Rules)];
        IReadOnlyList<PromQl.Expression> read = await PromQl.ReadAsync([.. rules.Select(rule => (string)rule["expr"]!)]);
        return [.. rules.Zip(read, (rule, expression) => ((string)(rule["alert"] ?? rule["record"])!, expression))];
    }

    private static async Task<string> ScrapeAsync(LiveSystem live, string service, string text)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, live.Url(service, "/metrics"));
        request.Headers.Accept.Add(MediaTypeWithQualityHeaderValue.Parse(text));
        using HttpResponseMessage answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }
}
