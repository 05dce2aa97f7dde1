namespace LiveOps.Tests.ServiceDefaults.Bus;

/// <content>What its metrics say while Redis cannot be asked.</content>
public sealed partial class Redis_Streams_as_the_bus
{
    [Fact]
    public async Task How_far_behind_it_is_is_unknown_until_Redis_was_asked_and_while_it_cannot_be()
    {
        RedisServer redis = await RedisServer.StartAsync(appendOnly: true, "--maxmemory", "100mb", "--maxmemory-policy", "noeviction");
        await redis.KillAsync();
        var slow = new TaskCompletionSource();
        _left.Gate = slow.Task;
        await using RedisWorld world = await RedisWorld.StartAsync(redis, [_left, _right]);
        Assert.True(double.IsNaN(await world.LagAsync("left")));
        await redis.RestartAsync();
        await Until.TrueAsync(async () => await world.LagAsync("left") == 0, () => "the lag is not 0");
        await PublishAsync(world, "ada", "bob", "cleo");
        await Until.TrueAsync(async () => await world.LagAsync("left") == 3, () => "the lag is not 3");
        await redis.KillAsync();
        await Until.TrueAsync(async () => double.IsNaN(await world.LagAsync("left")), () => "who is asked nothing has said how far behind it is");
        await redis.RestartAsync();
        slow.SetResult();
        await Until.TrueAsync(async () => await world.LagAsync("left") == 0, () => "the lag is never known again");
    }

    [Fact]
    public async Task How_full_its_Redis_is_is_not_told_of_one_that_is_gone()
    {
        const string Metric = "store_memory_used_ratio{store=\"bus\"} ";
        await using RedisWorld world = await RedisWorld.StartAsync(await RedisServer.StartAsync(appendOnly: true, "--maxmemory", "100mb", "--maxmemory-policy", "noeviction"), [_left]);
        await Until.TrueAsync(() => IsToldAsync(), () => "it is never told");
        await world.Redis.KillAsync();
        await Until.TrueAsync(async () => !await IsToldAsync(), () => "it is told of one that is gone");
        await world.Redis.RestartAsync();
        await Until.TrueAsync(() => IsToldAsync(), () => "it is never told again");

        async Task<bool> IsToldAsync()
        {
            using HttpResponseMessage metrics = await world.GetAsync("left", "/metrics");
            return (await metrics.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Contains(Metric, StringComparison.Ordinal);
        }
    }
}
