using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LiveOps.Tests.Monitoring;
using LiveOps.Tests.Publishing;

namespace LiveOps.Tests.Deploying;

/// <summary>A new version gets players as long as it does well by the services' own metrics; what says nothing does not do well.</summary>
public sealed class Strategies_measure_before_they_go_on
{
    private const string Track = "liveops_dev_track";

    public static TheoryData<string> Strategies => new("ab-by-header", "blue-green", "canary");

    [Theory]
    [MemberData(nameof(Strategies))]
    public async Task A_rollout_stands_for_the_service_that_the_base_has(string variant)
    {
        IReadOnlyList<JsonObject> objects = await Variant.Of(variant).ObjectsAsync();
        JsonObject[] rollouts = [.. objects.Where(found => found.Kind() == "Rollout")];

        Assert.NotEmpty(rollouts);
        foreach (JsonObject rollout in rollouts)
        {
            Assert.Equal($"Deployment {rollout.Name()} onsuccess", $"{rollout.At("spec workloadRef kind")} {rollout.At("spec workloadRef name")} {rollout.At("spec workloadRef scaleDown")}");
            Assert.Null(rollout.At("spec template"));
            JsonNode strategy = rollout.At("spec strategy canary") ?? rollout.At("spec strategy blueGreen")!;
            string[] services = [(string)(strategy["stableService"] ?? strategy["activeService"])!, (string)(strategy["canaryService"] ?? strategy["previewService"])!];
            JsonNode[] specs = [.. services.Select(name => Assert.Single(objects, found => found.IsOf("Service", name))["spec"]!)];
            Assert.Equal(rollout.Name(), services[0]);
            Assert.True(JsonNode.DeepEquals(specs[0], specs[1]));
            Assert.All(
                Assert.Single(objects, found => found.IsOf("Deployment", rollout.Name())).Pod().At("spec topologySpreadConstraints").Items(),
                spread => Assert.Equal("rollouts-pod-template-hash", (string)Assert.Single(spread["matchLabelKeys"].Items())!));
            if (strategy.At("trafficRouting plugins argoproj-labs/gatewayAPI") is { } routing)
                Assert.Equal(services, Assert.Single(objects, found => found.IsOf("HTTPRoute", (string)routing["httpRoute"]!) && (string)found.At("metadata namespace")! == (string)routing["namespace"]!).At("spec rules").Items().Last()["backendRefs"].Items().Select(to => (string)to["name"]!));
        }
    }

    [Theory]
    [MemberData(nameof(Strategies))]
    public async Task Every_analysis_is_there_and_told_whom_to_measure(string variant)
    {
        IReadOnlyList<JsonObject> objects = await Variant.Of(variant).ObjectsAsync();
        foreach (JsonObject rollout in objects.Where(found => found.Kind() == "Rollout"))
        {
            JsonNode[] analyses =
            [
                .. rollout.At("spec strategy canary steps").Items().Select(step => step["analysis"]).OfType<JsonNode>(),
                .. new[] { "pre", "post" }.Select(when => rollout.At($"spec strategy blueGreen {when}PromotionAnalysis")).OfType<JsonNode>(),
            ];
            string[] tracks = [.. Tracks(rollout)];

            foreach (JsonNode analysis in analyses)
            {
                Dictionary<string, string> arguments = analysis["args"].Items().ToDictionary(argument => (string)argument["name"]!, argument => (string)argument["value"]!);
                Assert.Equal(rollout.Name(), arguments["service"]);
                Assert.Equal((string)rollout.At("metadata namespace")!, arguments["namespace"]);
                Assert.Contains(arguments["track"], tracks);
                foreach (JsonNode template in analysis["templates"].Items())
                {
                    JsonObject found = Assert.Single(objects, one => one.IsOf("AnalysisTemplate", (string)template["templateName"]!));
                    Assert.Equal(found.At("spec args").Items().Select(argument => (string)argument["name"]!).Order(), arguments.Keys.Order());
                }
            }

            if (variant == "ab-by-header")
                continue; // people decide
            string[] measured = [.. analyses.SelectMany(analysis => analysis["templates"].Items()).Select(template => (string)template["templateName"]!).Distinct()];
            Assert.Contains("requests", measured);
            Assert.Equal(rollout.Name() != "gateway", measured.Contains("events")); // who takes from the bus is measured there
        }
    }

    [Fact]
    public async Task A_canary_is_measured_before_each_of_its_weights_grows()
    {
        foreach (JsonObject rollout in (await Variant.Of("canary").ObjectsAsync()).Where(found => found.Kind() == "Rollout"))
            Assert.Equal("setWeight pause analysis setWeight pause analysis setWeight pause analysis", string.Join(' ', rollout.At("spec strategy canary steps").Items().Select(step => Assert.Single(step.AsObject()).Key)));
    }

    [Fact]
    public async Task Its_metrics_are_such_as_the_services_have()
    {
        (string Name, string Query)[] metrics =
        [
            .. from service in new[] { "fairness", "gateway", "leaderboard", "progression" }
               from metric in Metrics(service, "canary")
               where service != "gateway" || !metric.Name.StartsWith("events ", StringComparison.Ordinal)
               select ($"{service}: {metric.Name}", metric.Query),
        ];
        foreach (((string name, _), PromQl.Expression read) in metrics.Zip(await PromQl.ReadAsync([.. metrics.Select(metric => metric.Query)])))
        {
            Assert.Empty(read.Errors);
            Assert.All(read.Selectors, selector => Assert.True(
                KnownMetrics.Own.Any(metric => metric.HasSeries(selector.Name!) && metric.IsSelectedBy(selector with { Matchers = [.. selector.Matchers.Where(matcher => matcher.Label != Track)] })), $"{name}: {selector.Name}"));
        }

        // The track comes from the pod's label, by the scrape.
        JsonObject monitor = Assert.Single((await Variant.Of("canary").ObjectsAsync()), found => found.Kind() == "PodMonitor");
        Assert.Equal(Track, Regex.Replace((string)Assert.Single(monitor.At("spec podTargetLabels").Items())!, "[^a-zA-Z0-9_]", "_"));
        Assert.Equal("app.kubernetes.io/name", (string)monitor.At("spec jobLabel")!);
    }

    [Fact]
    public void No_data_and_no_number_are_no_success()
    {
        Assert.All(Metrics("leaderboard", "canary"), metric =>
        {
            string condition = (string)metric.Metric["successCondition"]!;
            Assert.StartsWith("len(result) == 1 && ", condition, StringComparison.Ordinal);
            Assert.True(condition.Contains("!isNaN(result[0]) && result[0]", StringComparison.Ordinal) || condition.EndsWith(" && result[0] == 0", StringComparison.Ordinal), condition);
            Assert.Equal(0, (int)metric.Metric["failureLimit"]!);
            Assert.Null(metric.Metric["inconclusiveLimit"]);
            Assert.Null(metric.Metric["failureCondition"]);
        });
    }

    [Fact]
    public async Task Prometheus_answers_each_as_it_is_meant()
    {
        const string Pod = "namespace=\"liveops\",job=\"leaderboard\",instance=\"a\",liveops_dev_track=\"canary\"", Request = Pod + ",route=\"/v1/leaderboards\",method=\"GET\"";
        (string, string)[] quiet = [], good =
        [
            ($"http_request_duration_seconds_bucket{{{Request},code=\"200\",le=\"0.1\"}}", "0+60x20"), ($"http_request_duration_seconds_bucket{{{Request},code=\"200\",le=\"+Inf\"}}", "0+60x20"),
            ($"http_request_duration_seconds_count{{{Request},code=\"200\"}}", "0+60x20"),
            ($"bus_lag_events{{{Pod}}}", "7x20"), ($"bus_event_delay_seconds_count{{{Pod}}}", "0+60x20"), ($"bus_dead_letters_total{{{Pod}}}", "0x20"),
            .. Parts(Pod, "0", "0"),
            .. Parts(Pod.Replace("liveops\"", "liveops-dev\"", StringComparison.Ordinal), "1", "1"), // another environment's, in the same cluster, is no business of this one
        ],
        worn = [.. good.Where(series => !series.Item1.StartsWith("ready", StringComparison.Ordinal)), .. Parts(Pod, "0", "1")],
        bad =
        [
            .. good.Where(series => !series.Item1.StartsWith("bus", StringComparison.Ordinal) && !series.Item1.StartsWith("ready", StringComparison.Ordinal)),
            ($"http_request_duration_seconds_bucket{{{Request},code=\"500\",le=\"5\"}}", "0+20x20"), ($"http_request_duration_seconds_bucket{{{Request},code=\"200\",le=\"5\"}}", "0+60x20"),
            ($"http_request_duration_seconds_bucket{{{Request},code=\"500\",le=\"0.1\"}}", "0x20"), ($"http_request_duration_seconds_bucket{{{Request},code=\"500\",le=\"+Inf\"}}", "0+20x20"),
            ($"http_request_duration_seconds_count{{{Request},code=\"500\"}}", "0+20x20"),
            ($"bus_lag_events{{{Pod}}}", "5000x20"), ($"bus_event_delay_seconds_count{{{Pod}}}", "5x20"), ($"bus_dead_letters_total{{{Pod}}}", "0x15 1x5"),
            .. Parts(Pod, "1", "0"),
        ];

        // By promtool's own reckoning: what Argo Rollouts would find.
        string[] ofQuiet = await AnswersAsync(quiet), ofGood = await AnswersAsync(good), ofWorn = await AnswersAsync(worn), ofBad = await AnswersAsync(bad);
        Assert.Equal(Enumerable.Repeat("nothing", 7), ofQuiet);
        Assert.Equal(["0.095", "0", "7", "300", "0", "0", "0"], ofGood);
        Assert.Equal(["0.095", "0", "7", "300", "0", "1", "0"], ofWorn); // a part that is degraded is no success
        Assert.Equal(["4.02", "0.25", "5000", "0", "1", "1", "1"], ofBad.Select(answer => answer.StartsWith("1.", StringComparison.Ordinal) ? "1" : answer));
    }

    // As services tell it: every part in both gauges.
    private static (string, string)[] Parts(string pod, string missing, string degraded) =>
    [
        ($"readiness_part_missing{{{pod},part=\"redis\"}}", $"{missing}x20"), ($"readiness_part_degraded{{{pod},part=\"redis\"}}", "0x20"),
        ($"readiness_part_missing{{{pod},part=\"policy-boards\"}}", "0x20"), ($"readiness_part_degraded{{{pod},part=\"policy-boards\"}}", $"{degraded}x20"),
    ];

    private static IEnumerable<string> Tracks(JsonObject rollout) => Regex.Matches(rollout.ToJsonString(), "\"liveops.dev/track\":\"([a-z]+)\"").Select(found => found.Groups[1].Value);

    private static (string Name, string Query, JsonNode Metric)[] Metrics(string service, string track) =>
    [
        .. from file in new[] { "requests", "events", "readiness" }
           from metric in Deploy.Document("components", "rollouts", "analysis", file + ".yaml").At("spec metrics").Items()
           let query = (string)metric.At("provider prometheus query")!
           select ($"{file} {metric["name"]}", query.Replace("{{args.namespace}}", "liveops", StringComparison.Ordinal).Replace("{{args.service}}", service, StringComparison.Ordinal).Replace("{{args.track}}", track, StringComparison.Ordinal), metric),
    ];

    private static string Number(string text) => double.Parse(text, CultureInfo.InvariantCulture).ToString("0.####", CultureInfo.InvariantCulture);

    // promtool says what it got where that is not what was expected: an answer that nothing is.
    private static async Task<string[]> AnswersAsync((string Series, string Values)[] series)
    {
        using var folder = new TempFolder();
        string Indented(string query) => string.Join('\n', query.TrimEnd().Split('\n').Select(line => "        " + line));
        string[] answers = [.. Metrics("leaderboard", "canary").Select(metric => metric.Query)];
        await File.WriteAllTextAsync(folder.File("test.yml"), $"""
            evaluation_interval: 1m
            tests:
            - interval: 1m
              input_series: [{string.Join(", ", series.Select(one => $"{{ series: '{one.Series}', values: '{one.Values}' }}"))}]
              promql_expr_test:
            {string.Join('\n', answers.Select(query => $"  - eval_time: 18m\n    expr: |\n{Indented(query)}\n    exp_samples: [{{ labels: 'nobody', value: -1 }}]"))}
            """, TestContext.Current.CancellationToken);
        (_, string said) = await Promtool.RunAsync(folder.Path, "test", "rules", "test.yml");
        return [.. Regex.Matches(said, @"got:\s*(nil|.*)").Select(found => found.Groups[1].Value is "nil" or "" ? "nothing" : Number(Regex.Match(found.Value, @"[-+\w.]+$").Value))];
    }
}
