using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using LiveOps.ServiceDefaults.Redis;
using LiveOps.ServiceDefaults.Stores;
using LiveOps.Tests.Core.Bus.Journal;
using LiveOps.Tests.Harness;
using LiveOps.Tests.ServiceDefaults.Bus;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace LiveOps.Tests.ServiceDefaults.Redis;

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
    public async Task One_that_takes_connections_and_says_nothing_holds_up_neither_the_start_nor_a_thread()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        long start = Stopwatch.GetTimestamp();
        await using DefaultsHost host = await DefaultsHost.StartAsync(null, builder =>
        {
            builder.Configuration.AddInMemoryCollection([new("REDIS_URL", $"redis://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}"), new("REDIS_CONNECT_TIMEOUT_MS", "60000"), new("REDIS_TIMEOUT_MS", "200")]);
            builder.AddRedis();
        });
        StoreUnavailableException refusal = await Assert.ThrowsAsync<StoreUnavailableException>(() => IncrementAsync(host.Services.GetRequiredService<RedisStore>()));
        Assert.Equal("redis is not connected yet", refusal.Message);
        Assert.False(refusal.MayBeDone);
        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(60), "the start waited for Redis");
    }

    [Fact]
    public async Task One_that_may_evict_is_told_of_and_is_ready()
    {
        await using RedisServer redis = await RedisServer.StartAsync(false, "--maxmemory-policy", "allkeys-lru");
        using var lines = new LogLines();
        await using DefaultsHost host = await DefaultsHost.StartAsync(app => app.Services.GetRequiredService<ILoggerFactory>().AddProvider(lines), builder =>
        {
            builder.Configuration.AddInMemoryCollection([.. SlowMachine.Configuration, new("REDIS_URL", redis.Url)]);
            builder.AddRedis();
        });
        await host.GetAsync("/readyz");
        Assert.True(lines.Contain("allkeys-lru"));
    }

    [Fact]
    public async Task How_full_it_is_is_a_metric_where_it_has_a_limit()
    {
        await using RedisServer bounded = await RedisServer.StartAsync(false, "--maxmemory", "100mb", "--maxmemory-policy", "noeviction"), unbounded = await RedisServer.StartAsync();
        await using DefaultsHost host = await HostAsync(bounded.Url), other = await HostAsync(unbounded.Url);

        const string Metric = "store_memory_used_ratio{store=\"redis\"} ";
        string? line = (await host.GetAsync("/metrics")).Split('\n').SingleOrDefault(one => one.StartsWith(Metric, StringComparison.Ordinal));
        Assert.InRange(double.Parse(line?[Metric.Length..] ?? "0", CultureInfo.InvariantCulture), 0.001, 0.2); // Redis alone takes about a megabyte
        Assert.DoesNotContain(Metric, await other.GetAsync("/metrics"), StringComparison.Ordinal);

        await bounded.KillAsync();
        await Until.TrueAsync(async () => !(await host.GetAsync("/metrics")).Contains(Metric, StringComparison.Ordinal), () => "how full it is is known of one that is gone");
        await bounded.RestartAsync();
        await Until.TrueAsync(async () => (await host.GetAsync("/metrics")).Contains(Metric, StringComparison.Ordinal), () => "how full it is is never known again");
    }

    [Fact]
    public async Task That_it_is_lost_and_that_it_is_back_is_one_line_each()
    {
        await using RedisServer redis = await RedisServer.StartAsync();
        using var lines = new LogLines();
        await using DefaultsHost host = await DefaultsHost.StartAsync(app => app.Services.GetRequiredService<ILoggerFactory>().AddProvider(lines), builder =>
        {
            builder.Configuration.AddInMemoryCollection([.. SlowMachine.Configuration, new("REDIS_URL", redis.Url)]);
            builder.AddRedis();
        });
        RedisStore store = host.Services.GetRequiredService<RedisStore>();
        await IncrementAsync(store);
        await redis.KillAsync();
        await Assert.ThrowsAsync<StoreUnavailableException>(() => IncrementAsync(store));
        await redis.RestartAsync();
        await Eventually(() => IncrementAsync(store));
        // The client tells of a connection on another thread than the one whose command was answered.
        for (var patience = new Patience(); !lines.Contain("is there again"); await Task.Delay(5, TestContext.Current.CancellationToken))
            Assert.False(patience.IsOver, "that it is back was never told");
        string[] told = [.. lines.All.Where(line => line.StartsWith("Redis", StringComparison.Ordinal) || line.Contains("connect", StringComparison.OrdinalIgnoreCase))];
        Assert.Equal(2, told.Length);
        Assert.Contains("cannot be reached", told[0], StringComparison.Ordinal);
        Assert.Contains("is there again", told[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Its_clock_is_believed_to_be_earlier_than_it_is_and_never_later()
    {
        var time = new ServerTime();
        Assert.False(time.IsKnown);
        long asked = ServerTime.Now() - 1_000_000; // an answer that took a second
        time.Learn(ServerTime.Now() + 5_000_000, asked);
        Assert.InRange(time.After(TimeSpan.Zero) - ServerTime.Now(), 4_000_000, 5_000_000);
        time.Learn(ServerTime.Now() + 4_500_000, ServerTime.Now() - 2_000_000); // took longer, and contradicts nothing: nothing is learned of it
        Assert.InRange(time.After(TimeSpan.Zero) - ServerTime.Now(), 4_600_000, 5_000_000);
        time.Learn(ServerTime.Now() - 9_000_000, ServerTime.Now()); // it was set back
        Assert.InRange(time.After(TimeSpan.FromSeconds(1)) - ServerTime.Now(), -8_400_000, -7_900_000);
    }

    [Fact]
    public async Task What_is_not_to_come_late_is_over_before_a_timer_that_goes_by_a_coarse_clock_can_be()
    {
        await using RedisServer redis = await RedisServer.StartAsync();
        await using DefaultsHost host = await HostAsync(redis.Url, timeout: "500");
        RedisStore store = host.Services.GetRequiredService<RedisStore>();
        var script = new TimelyScript("return 1");
        RedisValue[] values = [default];
        await Eventually(() => store.EvaluateInTimeAsync("test", script, ["key"], values));
        await Eventually(() => store.EvaluateInTimeAsync("test", script, ["key"], values));

        var time = (RedisResult[])(await Eventually(() => store.RunAsync("time", database => database.ExecuteAsync("TIME"))))!;
        Assert.True((long)values[0] <= (long)time[0] * 1_000_000 + (long)time[1] + 490_000);
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
