using LiveOps.ServiceDefaults.Redis;
using LiveOps.Tests.Harness;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;

namespace LiveOps.Tests.ServiceDefaults.Telemetry;

/// <summary>What a request asks of Redis in vain stands under it as an error, also where nothing was sent: findings/otel-redis-spans-never-error.sh.</summary>
[Collection(nameof(Telemetry_to_a_collector))]
public sealed class Redis_that_fails_is_an_error_in_a_trace
{
    [Fact]
    public async Task A_refusal_and_a_Redis_that_is_away_are_errors_and_what_was_done_is_none()
    {
        await using RedisServer redis = await RedisServer.StartAsync();
        await using OtlpCollector collector = await OtlpCollector.StartAsync();
        await using (DefaultsHost host = await DefaultsHost.StartAsync(
            app =>
            {
                app.MapGet("/done", async (RedisStore store) => { await store.RunAsync("write", database => database.StringSetAsync("key", "text")); });
                app.MapGet("/refused", async (RedisStore store) => { await store.RunAsync("push", database => database.ListLeftPushAsync("key", "text")); });
                app.MapGet("/away", async (RedisStore store) => { await store.RunAsync("read", database => database.StringGetAsync("key")); });
            },
            builder =>
            {
                builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Address;
                builder.Configuration.AddInMemoryCollection([.. SlowMachine.Configuration, new("REDIS_URL", redis.Url)]);
                builder.AddRedis();
            }))
        {
            await host.GetAsync("/done");
            (await host.Client.GetAsync("/refused", TestContext.Current.CancellationToken)).Dispose();
            await redis.KillAsync();
            using (HttpResponseMessage away = await host.Client.GetAsync("/away", TestContext.Current.CancellationToken))
                Assert.Equal(503, (int)away.StatusCode);
            await host.StopAsync();
        }

        Assert.Empty(Under("GET /done"));
        (string name, string type) = Assert.Single(Under("GET /refused"));
        Assert.Equal(("redis push", "StackExchange.Redis.RedisServerException"), (name, type));
        (name, type) = Assert.Single(Under("GET /away"));
        Assert.Equal("redis read", name);
        Assert.NotEmpty(type);

        (string Name, string Type)[] Under(string request)
        {
            string id = Assert.Single(collector.Spans, span => span.Span.Name == request).Span.Id;
            return [.. from span in collector.Spans where span.Span.ParentId == id && span.Span.IsError select (span.Span.Name, span.Span.Text("error.type"))];
        }
    }
}
