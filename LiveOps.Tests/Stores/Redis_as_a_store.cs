using System.Net;
using LiveOps.ServiceDefaults.Redis;
using LiveOps.ServiceDefaults.Stores;
using LiveOps.Tests.Harness;
using LiveOps.Tests.ServiceDefaults;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace LiveOps.Tests.Stores;

public sealed class Redis_as_a_store
{
    private const string Increment = "return redis.call('INCRBY', KEYS[1], ARGV[1])";

    [Fact]
    public async Task Operations_run_and_are_measured()
    {
        await using RedisServer redis = await RedisServer.StartAsync();
        await using DefaultsHost host = await HostAsync(redis.Url);
        RedisStore store = host.Services.GetRequiredService<RedisStore>();

        await store.RunAsync("save", database => database.StringSetAsync("liveops:test:a", "1"));
        Assert.Equal("1", await redis.CommandAsync("GET", "liveops:test:a"));
        Assert.Contains("store_operation_duration_seconds_count{store=\"redis\",operation=\"save\"} 1", await host.GetAsync("/metrics"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_script_runs_again_after_the_server_lost_it()
    {
        await using RedisServer redis = await RedisServer.StartAsync(appendOnly: true);
        await using DefaultsHost host = await HostAsync(redis.Url);
        RedisStore store = host.Services.GetRequiredService<RedisStore>();

        Assert.Equal(1, await IncrementAsync(store));
        await redis.CommandAsync("SCRIPT", "FLUSH");
        Assert.Equal(2, await IncrementAsync(store));
        await redis.RestartAsync();
        Assert.Equal(3, await Eventually(() => IncrementAsync(store)));
    }

    [Fact]
    public async Task A_Redis_that_is_not_there_yet_is_waited_for()
    {
        await using RedisServer redis = RedisServer.Prepare();
        await using DefaultsHost host = await HostAsync(redis.Url);

        using (HttpResponseMessage before = await host.Client.GetAsync("/readyz", TestContext.Current.CancellationToken))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, before.StatusCode);
            Assert.Contains("\"name\":\"redis\"", await before.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }

        using (HttpResponseMessage alive = await host.Client.GetAsync("/healthz", TestContext.Current.CancellationToken))
            Assert.Equal(HttpStatusCode.OK, alive.StatusCode);
        await redis.RestartAsync();
        Assert.Equal(1, await Eventually(() => IncrementAsync(host.Services.GetRequiredService<RedisStore>())));
    }

    [Fact]
    public async Task While_it_cannot_be_had_callers_are_told_to_come_again()
    {
        await using RedisServer redis = await RedisServer.StartAsync();
        await using DefaultsHost host = await HostAsync(redis.Url, app => app.MapGet("/count", async (RedisStore store) => await IncrementAsync(store)));
        Assert.Equal("1", await host.GetAsync("/count"));

        await redis.KillAsync();
        using HttpResponseMessage answer = await host.Client.GetAsync("/count", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.NotNull(answer.Headers.RetryAfter);
        Assert.Contains("problems/unavailable", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_stopped_answering_is_given_up_on_and_used_again_when_it_answers()
    {
        await using RedisServer redis = await RedisServer.StartAsync();
        await using DefaultsHost host = await HostAsync(redis.Url, timeout: "200");
        RedisStore store = host.Services.GetRequiredService<RedisStore>();
        await Eventually(() => IncrementAsync(store));
        redis.Freeze();
        for (int i = 0; i <= CircuitBreaker.Threshold; i++)
            await Assert.ThrowsAsync<StoreUnavailableException>(() => IncrementAsync(store));
        redis.Thaw();
        Assert.True(await Eventually(() => IncrementAsync(store)) > 1);
    }

    private static async Task<long> IncrementAsync(RedisStore store) => (long)await store.EvaluateAsync("increment", Increment, ["liveops:test:n"], [1]);

    private static async Task<T> Eventually<T>(Func<Task<T>> ask)
    {
        for (var patience = new Patience(); ;)
        {
            try
            {
                return await ask();
            }
            catch (StoreUnavailableException) when (!patience.IsOver)
            {
                await Task.Delay(10);
            }
        }
    }

    private static Task<DefaultsHost> HostAsync(string url, Action<WebApplication>? map = null, string? timeout = null) => DefaultsHost.StartAsync(map, builder =>
    {
        builder.Configuration.AddInMemoryCollection([.. SlowMachine.Configuration, new("REDIS_URL", url)]);
        if (timeout is not null)
            builder.Configuration["REDIS_TIMEOUT_MS"] = timeout;
        builder.AddRedis();
    });
}
