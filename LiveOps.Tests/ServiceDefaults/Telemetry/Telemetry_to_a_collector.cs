using System.Data.Common;
using System.Diagnostics;
using System.Text;
using LiveOps.Core.Bus;
using LiveOps.Core.Events;
using LiveOps.Core.Traces;
using LiveOps.ServiceDefaults.Redis;
using LiveOps.ServiceDefaults.Sql.Providers;
using LiveOps.Tests.Harness;
using LiveOps.Tests.Harness.Sql;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Prometheus;

namespace LiveOps.Tests.ServiceDefaults.Telemetry;

// While it runs, all systems in the process are traced: nothing else may count what they cost, and ./test gives it a process of its own.
[CollectionDefinition(nameof(Telemetry_to_a_collector), DisableParallelization = true), Trait("process", "own")]
[Collection(nameof(Telemetry_to_a_collector))]
public sealed class Telemetry_to_a_collector
{
    [Fact]
    public async Task One_trace_runs_from_the_client_through_gateway_fairness_bus_and_every_consumer()
    {
        await using OtlpCollector collector = await OtlpCollector.StartAsync();
        using Activity client = new Activity("client").SetIdFormat(ActivityIdFormat.W3C).Start();
        client.ActivityTraceFlags |= ActivityTraceFlags.Recorded;
        await using (LiveSystem live = await LiveSystem.StartAsync(null, ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address)))
        {
            await live.AcceptAsync(live.Xp("traced", 10)); // the test's own client sends the traceparent of the activity
        }

        List<(string Service, OtlpCollector.Span Span)> trace = [.. collector.Spans.Where(span => span.Span.TraceId == client.TraceId.ToHexString())];
        (string Service, OtlpCollector.Span Span) request = Assert.Single(trace, span => span.Span.Name == "POST /v1/events");
        Assert.Equal("gateway", request.Service);
        Assert.Equal("/v1/events", request.Span.Text("http.route"));
        Assert.Equal(("fairness", request.Span.Id), One("judge events"));
        Assert.Equal(("gateway", request.Span.Id), One("publish events"));
        Assert.Equal(
            ["fairness", "gateway", "leaderboard", "progression"],
            trace.Where(span => span.Span.Name == "process events" && span.Span.ParentId == request.Span.Id).Select(span => span.Service).Order());
        Assert.Equal(trace.Count, trace.Select(span => span.Span.Id).Distinct().Count()); // four services in one process, and none exports another's
        Assert.Equal(client.SpanId.ToHexString(), Root(trace, request.Span).ParentId);

        (string Service, string ParentId) One(string name)
        {
            (string service, OtlpCollector.Span span) = Assert.Single(trace, span => span.Span.Name == name);
            return (service, span.ParentId);
        }
    }

    [Fact]
    public void Batches_folded_into_one_write_keep_their_own_traces_and_are_linked()
    {
        var stopped = new List<Activity>();
        using var source = new ActivitySource("LiveOps.fold-test");
        using var listener = new ActivityListener
        {
            ShouldListenTo = heard => ReferenceEquals(heard, source),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = stopped.Add,
        };
        ActivitySource.AddActivityListener(listener);
        BusMessage[] messages = [Batch("00-11111111111111111111111111111111-1111111111111111-01"), Batch("00-22222222222222222222222222222222-2222222222222222-01"), Batch("")];

        ConsumerTrace.Start(source, messages)!.Dispose();

        Activity fold = Assert.Single(stopped, activity => activity.OperationName == "fold events");
        Assert.Equal(["1111111111111111", "2222222222222222"], fold.Links.Select(link => link.Context.SpanId.ToHexString()));
        List<Activity> batches = [.. stopped.Where(activity => activity.OperationName == "process events").OrderBy(activity => activity.TraceId.ToHexString())];
        Assert.Equal(["11111111111111111111111111111111", "22222222222222222222222222222222"], batches.Select(batch => batch.TraceId.ToHexString()));
        Assert.Equal(["1111111111111111", "2222222222222222"], batches.Select(batch => batch.ParentSpanId.ToHexString()));
        Assert.All(batches, batch => Assert.Equal(fold.SpanId, Assert.Single(batch.Links).Context.SpanId));
    }

    [Fact]
    public void Nobody_listening_costs_no_allocation()
    {
        using var source = new ActivitySource("LiveOps.silent-test");
        BusMessage[] messages = [Batch("00-11111111111111111111111111111111-1111111111111111-01")];
        Assert.Null(ConsumerTrace.Start(source, messages));

        long before = GC.GetAllocatedBytesForCurrentThread();
        ConsumerTrace.Start(source, messages);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Theory]
    [InlineData("http/protobuf")]
    [InlineData("grpc")]
    public async Task A_service_exports_traces_metrics_and_logs_without_secrets(string protocol)
    {
        const string Canary = "canary-in-an-exported-log";
        await using OtlpCollector collector = await OtlpCollector.StartAsync();
        using Activity client = new Activity("client").SetIdFormat(ActivityIdFormat.W3C).Start();
        client.ActivityTraceFlags |= ActivityTraceFlags.Recorded;
        await using (DefaultsHost host = await DefaultsHost.StartAsync(
            app => app.MapGet("/fails/{id}", (string id) => { throw new InvalidOperationException($"{id}: {Canary}"); }),
            builder =>
            {
                builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] = protocol == "grpc" ? collector.GrpcAddress : collector.Address;
                builder.Configuration["OTEL_EXPORTER_OTLP_PROTOCOL"] = protocol;
                builder.Configuration["OPERATOR_TOKEN"] = Canary;
            }))
        {
            using HttpResponseMessage answer = await host.Client.GetAsync("/fails/once", TestContext.Current.CancellationToken);
        }

        Assert.Equal(protocol == "grpc", collector.OverGrpc > 0);
        Assert.Contains(collector.Spans, span => span.Service == "test" && span.Span.Name == "GET /fails/{id}" && span.Span.TraceId == client.TraceId.ToHexString());
        Assert.Contains(("test", "http.server.request.duration"), collector.Metrics);
        Assert.Contains(collector.Metrics, metric => metric.Name.StartsWith("dotnet.", StringComparison.Ordinal));
        Assert.Contains(collector.Logs, log => log.Service == "test" && log.Body.EndsWith("/fails/{id} failed.", StringComparison.Ordinal) && log.TraceId == client.TraceId.ToHexString());
        Assert.DoesNotContain(Canary, collector.AllText);
    }

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task What_a_request_asks_its_stores_stands_under_it_and_what_the_service_asks_by_itself_is_no_span(SqlKind kind)
    {
        await using RedisServer redis = await RedisServer.StartAsync();
        SqlTestDatabase sql = await (await SqlServer.SharedAsync(kind)).CreateDatabaseAsync();
        await using OtlpCollector collector = await OtlpCollector.StartAsync();
        await using (DefaultsHost one = await HostAsync("one"), two = await HostAsync("two"))
        {
            await one.GetAsync("/ask");
            await two.GetAsync("/ask");
            await one.Services.GetRequiredService<RedisStore>().RunAsync("look", database => database.StringGetAsync("by itself"));
            await one.StopAsync();
            await two.StopAsync();
        }

        List<(string Service, OtlpCollector.Span Span)> spans = collector.Spans;
        foreach (string service in new[] { "one", "two" })
        {
            string request = Assert.Single(spans, span => span.Service == service && span.Span.Name == "GET /ask").Span.Id;
            (string, OtlpCollector.Span Span)[] under = [.. spans.Where(span => span.Span.ParentId == request)];
            Assert.All(under, span => Assert.Equal(service, span.Item1));
            Assert.Contains(under, span => StoreOf(span.Span) == "redis");
            Assert.Contains(under, span => StoreOf(span.Span) == (kind == SqlKind.Postgres ? "postgresql" : "mysql"));
        }

        Assert.DoesNotContain(spans, span => span.Span.ParentId.Length == 0 && StoreOf(span.Span).Length > 0);

        // By the older conventions, or the newer.
        static string StoreOf(OtlpCollector.Span span) => span.Text("db.system.name") is { Length: > 0 } name ? name : span.Text("db.system");

        Task<DefaultsHost> HostAsync(string service) => DefaultsHost.StartAsync(
            app => app.MapGet("/ask", async (RedisStore store) =>
            {
                await store.RunAsync("ask", database => database.StringGetAsync("asked"));
                await using DbConnection connection = sql.Server.Connect(sql.Name);
                await connection.OpenAsync();
                await using DbCommand command = connection.CreateCommand();
                command.CommandText = "SELECT 1";
                await command.ExecuteScalarAsync();
            }),
            builder =>
            {
                builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Address;
                builder.Configuration.AddInMemoryCollection([.. SlowMachine.Configuration, new("REDIS_URL", redis.Url)]);
                builder.AddRedis();
            },
            service);
    }

    [Fact]
    public async Task What_services_count_is_exported_under_the_names_and_labels_of_their_metrics()
    {
        await using OtlpCollector collector = await OtlpCollector.StartAsync();
        await using LiveSystem live = await LiveSystem.StartAsync(null, ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address), ("OTEL_METRIC_EXPORT_INTERVAL", "50"));

        await live.AcceptAsync(live.Xp("ada", 10), live.Score("ada", "arena", 5));

        await EventuallyAsync(() => collector.Numbers("gateway", "events_received_total").GetValueOrDefault("accepted xp_gained") == 1);
        await EventuallyAsync(() => collector.Numbers("progression", "progression_events_applied_total").Values.Sum() == 2);
        await EventuallyAsync(() => collector.Numbers("leaderboard", "leaderboard_players").GetValueOrDefault("arena all") == 1);
        await EventuallyAsync(() => collector.Numbers("gateway", "http_request_duration_seconds_bucket").Values.DefaultIfEmpty().Max() >= 1);
        Assert.Empty(collector.Numbers("gateway", "leaderboard_players"));
    }

    [Fact]
    public async Task A_label_arrives_as_it_was_whatever_is_in_it()
    {
        const string Odd = "a \"b\" \\ c\nd, e=\"f\"";
        await using OtlpCollector collector = await OtlpCollector.StartAsync();
        await using DefaultsHost host = await DefaultsHost.StartAsync(configure: builder =>
        {
            builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Address;
            builder.Configuration["OTEL_METRIC_EXPORT_INTERVAL"] = "50";
        });
        Gauge gauge = host.Services.GetRequiredService<IMetricFactory>().CreateGauge("odd_gauge", "Odd.", ["first", "second"]);

        gauge.WithLabels(Odd, "plain").Set(-2.5);

        await EventuallyAsync(() => collector.Numbers("test", "odd_gauge").Count == 1);
        Assert.Equal(new Dictionary<string, double> { [Odd + " plain"] = -2.5 }, collector.Numbers("test", "odd_gauge"));
    }

    [Fact]
    public async Task Without_a_collector_no_request_has_an_activity()
    {
        Activity? seen = new("none");
        await using DefaultsHost host = await DefaultsHost.StartAsync(app => app.MapGet("/", () =>
        {
            seen = Activity.Current;
            return "";
        }));

        await host.GetAsync("/");

        Assert.Null(seen);
    }

    private static async Task EventuallyAsync(Func<bool> isSo)
    {
        for (var patience = new Patience(); !isSo(); await Task.Delay(20))
            Assert.False(patience.IsOver, "it never was");
    }

    private static OtlpCollector.Span Root(List<(string Service, OtlpCollector.Span Span)> trace, OtlpCollector.Span span)
    {
        while (trace.Find(other => other.Span.Id == span.ParentId).Span is { } parent)
            span = parent;
        return span;
    }

    private static BusMessage Batch(string traceParent)
    {
        var builder = new EventBatchBuilder();
        builder.Append(new GameEvent { Type = EventType.XpGained, Id = "e"u8, PlayerId = "p"u8, Value = 1 });
        return new BusMessage(BusMessageKind.Events, builder.Seal(1, Encoding.ASCII.GetBytes(traceParent)).Bytes);
    }
}
