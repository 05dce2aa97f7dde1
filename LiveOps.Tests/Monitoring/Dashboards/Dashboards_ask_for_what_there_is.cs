using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LiveOps.Tests.Publishing;

namespace LiveOps.Tests.Monitoring.Dashboards;

/// <summary>No panel stays empty because nobody has what it asks for, and none because its question is no question.</summary>
public sealed partial class Dashboards_ask_for_what_there_is
{
    // Labels of streams that Alloy makes (deploy/monitoring/alloy), and members of our lines of logs.
    private static readonly string[] OfStreams = ["service_name", "cluster", "namespace", "pod", "container", "level"];
    private static readonly string[] OfLines = ["time", "level", "service", "logger", "message", "traceId", "spanId", "data", "exception"];

    [Fact]
    public async Task Every_expression_of_PromQL_is_one_and_selects_what_there_is()
    {
        (string Where, string Expression, JsonNode Target)[] queries = [.. DashboardFiles.Queries("prometheus")];
        IReadOnlyList<PromQl.Expression> read = await PromQl.ReadAsync([.. queries.Select(query => query.Expression)]);

        Assert.True(queries.Length > 100);
        string[] wrong = [.. queries.Zip(read).SelectMany(one => one.Second.Errors.Concat(one.Second.Selectors.Select(KnownMetrics.Objection).OfType<string>()).Select(objection => $"{one.First.Where}: {objection}"))];
        Assert.True(wrong.Length == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task Every_question_is_of_the_clusters_and_environments_that_are_chosen()
    {
        (string Where, string Expression, JsonNode Target)[] queries = [.. DashboardFiles.Queries("prometheus")];
        IReadOnlyList<PromQl.Expression> read = await PromQl.ReadAsync([.. queries.Select(query => query.Expression)]);

        Assert.All(queries.Zip(read).SelectMany(one => one.Second.Selectors.Select(selector => (one.First.Where, Selector: selector))), one => Assert.True(
            one.Selector.Matchers.Contains(new("cluster", "=~", "$cluster")) && one.Selector.Matchers.Contains(new("namespace", "=~", "$namespace|")), $"{one.Where}: {one.Selector.Name} is not chosen"));
        Assert.All(DashboardFiles.Queries("loki"), query => Assert.Contains("cluster=~\"$cluster\"", query.Expression, StringComparison.Ordinal));
        Assert.All(DashboardFiles.All, dashboard =>
            Assert.Equal(["cluster", "namespace"], DashboardFiles.Read(dashboard).At("templating list").Items().Select(choice => (string)choice["name"]!).TakeLast(2)));
    }

    [Fact]
    public async Task A_legend_names_labels_that_its_series_have()
    {
        (string Where, string Expression, JsonNode Target)[] queries = [.. DashboardFiles.Queries("prometheus").Where(query => query.Target["legendFormat"] is not null)];
        IReadOnlyList<PromQl.Expression> read = await PromQl.ReadAsync([.. queries.Select(query => query.Expression)]);

        Assert.All(queries.Zip(read), one =>
        {
            string[] named = [.. Label().Matches((string)one.First.Target["legendFormat"]!).Select(label => label.Groups[1].Value)];
            // What it groups by, or what recorded names say before their colon, or all where nothing is added up.
            string[] had = [.. one.Second.Labels, .. one.Second.Selectors.SelectMany(selector => selector.Name!.Split(':')[0].Split('_')), "instance", "cluster", "namespace"];
            Assert.Empty(named.Except(had));
            Assert.NotEmpty((string)one.First.Target["legendFormat"]!);
        });
    }

    [Fact]
    public void Exemplars_are_asked_of_histograms_that_have_them()
    {
        string[] asking = [.. DashboardFiles.Queries("prometheus").Where(query => (bool?)query.Target["exemplar"] == true).Select(query => query.Expression)];

        Assert.Equal(4, asking.Length); // a service each
        Assert.All(asking, expression => Assert.Contains("http_request_duration_seconds_bucket", expression, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_question_to_Loki_is_LogQL_on_labels_that_Alloy_makes_and_members_that_our_lines_have()
    {
        (string Where, string Expression, JsonNode Target)[] queries = [.. DashboardFiles.Queries("loki")];
        IReadOnlyList<GrafanaQuery> read = await GrafanaQuery.ReadAsync("logql", [.. queries.Select(query => query.Expression)]);

        Assert.NotEmpty(queries);
        Assert.All(read, one => Assert.Empty(one.Errors));
        Assert.All(read, one => Assert.NotEmpty(one.Streams));
        Assert.All(read, one => Assert.Empty(one.Streams.Except(OfStreams)));
        Assert.All(read, one => Assert.Empty(one.Fields.Except(OfLines)));
    }

    [Fact]
    public async Task Every_question_to_Tempo_is_TraceQL()
    {
        string[] queries = [.. DashboardFiles.Queries("tempo").Select(query => query.Expression)];

        Assert.NotEmpty(queries);
        Assert.All(await GrafanaQuery.ReadAsync("traceql", queries), one => Assert.Empty(one.Errors));
    }

    [Theory]
    [InlineData("logql", "{service_name=\"gateway\" | json")]
    [InlineData("traceql", "{ resource.service.name = && status = error }")]
    public async Task What_is_no_question_is_found(string language, string text) => Assert.NotEmpty(Assert.Single(await GrafanaQuery.ReadAsync(language, [text])).Errors);

    [GeneratedRegex("\\{\\{(\\w+)\\}\\}")]
    private static partial Regex Label();
}
