using System.Net;
using LiveOps.Core.Bus;
using LiveOps.ServiceDefaults.Bus.RedisStreams;
using LiveOps.ServiceDefaults.Stores;
using Microsoft.AspNetCore.Builder;

namespace LiveOps.Tests.ServiceDefaults.Bus;

/// <summary>Redis Streams keep what every bus promises, and what replicas, restarts and a flush ask of it besides.</summary>
public sealed partial class Redis_Streams_as_the_bus : BusContract
{
    private const string Stream = "liveops:bus:{0}";

    private readonly RecordingConsumer _left = new("left"), _right = new("right");

    private protected override async Task<BusWorld> StartAsync(params RecordingConsumer[] consumers) => await RedisWorld.StartAsync(consumers);

    [Fact]
    public async Task What_a_killed_replica_was_given_goes_to_another()
    {
        await using RedisWorld world = await RedisWorld.StartAsync([_right]);
        await PublishAsync(world, "ada", "bob");
        await _right.HasAppliedAsync("ada", "bob"); // the groups are there
        await world.CommandAsync($"XREADGROUP GROUP left ghost COUNT 10 STREAMS {Stream} >");
        await world.JoinAsync(_left);
        await _left.HasAppliedAsync("ada", "bob");
        await Until.TrueAsync(
            async () => !(await world.CommandAsync($"XINFO CONSUMERS {Stream} left")).Contains("ghost", StringComparison.Ordinal), () => "the ghost's name stays");
        Assert.Equal("0", (await world.CommandAsync($"XPENDING {Stream} left")).Split('\n')[0]);
    }

    [Fact]
    public async Task A_message_that_ends_every_replica_is_set_aside()
    {
        await using RedisWorld world = await RedisWorld.StartAsync([_right]);
        await PublishAsync(world, "mallory");
        await _right.HasAppliedAsync("mallory");
        await world.CommandAsync($"XREADGROUP GROUP left ghost COUNT 10 STREAMS {Stream} >");
        string id = (await world.CommandAsync($"XRANGE {Stream} - +")).Split('\n')[0];
        await world.CommandAsync($"XCLAIM {Stream} left ghost 0 {id} RETRYCOUNT {BusWorld.MaxDeliveries}");
        await world.JoinAsync(_left);
        DeadLetter letter = await LetterAsync(world);
        Assert.Contains("ended", letter.Reason, StringComparison.Ordinal);
        Assert.Empty(_left.Players);
    }

    [Fact]
    public async Task Two_replicas_share_the_messages_and_one_that_stops_leaves_nothing_behind()
    {
        await using RedisWorld world = await RedisWorld.StartAsync([_left, _right], ("BUS_CLAIM_AFTER_SECONDS", "10")); // each has its share, also when both stand still for a moment
        var second = new RecordingConsumer("left");
        WebApplication replica = await world.JoinAsync(second);
        string[] players = [.. Enumerable.Range(0, 100).Select(i => $"p{i}")];
        await Task.WhenAll(players.Take(50).Select(player => PublishAsync(world, player)));
        await world.LeaveAsync(replica);
        await Task.WhenAll(players.Skip(50).Select(player => PublishAsync(world, player)));
        await Until.TrueAsync(() => _left.Players.Length + second.Players.Length == 100, () => $"{_left.Players.Length} and {second.Players.Length}");
        Assert.Equal(players.Order(StringComparer.Ordinal), _left.Players.Concat(second.Players).Order(StringComparer.Ordinal));
        Assert.Single((await world.CommandAsync($"XINFO CONSUMERS {Stream} left")).Split('\n'), line => line == "name");
    }

    [Fact]
    public async Task A_store_that_is_down_is_waited_for_however_long_and_counts_nothing()
    {
        int calls = 0;
        _left.Fault = _ => Interlocked.Increment(ref calls) <= BusWorld.MaxDeliveries + 3 ? new StoreUnavailableException("sql", "is down") : null;
        await using RedisWorld world = await RedisWorld.StartAsync([_left, _right]);
        await PublishAsync(world, "ada");
        await _left.HasAppliedAsync("ada");
        Assert.Empty(await world.Letters("left").ListAsync(null, 10, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task What_takes_long_is_not_taken_over()
    {
        for (var patience = new Patience(); !await IsLeftAloneAsync();)
            Assert.False(patience.IsOver, "the machine stands still again and again");
    }

    // False where the machine itself stood still for so long that nobody gave a sign of life.
    private static async Task<bool> IsLeftAloneAsync()
    {
        const int ClaimAfter = 4; // seconds: a busy machine may let the signs of life, one a second, wait for a while
        var slow = new TaskCompletionSource();
        RecordingConsumer first = new("left") { Gate = slow.Task }, second = new("left");
        await using RedisWorld world = await RedisWorld.StartAsync([first, new RecordingConsumer("right")], ("BUS_CLAIM_AFTER_SECONDS", $"{ClaimAfter}"));
        await PublishAsync(world, "ada");
        await Until.TrueAsync(() => first.Calls == 1, () => "it was not given");
        long start = TimeProvider.System.GetTimestamp(), last = start;
        TimeSpan longest = TimeSpan.Zero;
        Task joining = world.JoinAsync(second);
        // The time in which a replica without a sign of life would have lost it, twice over.
        for (; second.Calls == 0 && TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds((2 * ClaimAfter) + 0.5); await Task.Delay(50, TestContext.Current.CancellationToken))
        {
            longest = TimeSpan.FromTicks(Math.Max(longest.Ticks, TimeProvider.System.GetElapsedTime(last).Ticks));
            last = TimeProvider.System.GetTimestamp();
            if (!joining.IsCompleted)
                start = last;
        }

        await joining;
        int calls = second.Calls;
        slow.SetResult();
        if (calls > 0 && longest > TimeSpan.FromSeconds(ClaimAfter / 2))
            return false;
        Assert.Equal(0, calls);
        await first.HasAppliedAsync("ada");
        Assert.Equal(0, second.Calls);
        return true;
    }

    [Fact]
    public async Task Nothing_is_trimmed_that_a_group_needs_and_all_else_is()
    {
        await using RedisWorld world = await RedisWorld.StartAsync([]);
        StreamGroup left = world.Group("left"), right = world.Group("right");
        await left.CreateAsync();
        await PublishAsync(world, "ada", "bob", "cleo");
        List<StreamEntry> ofRight = await right.ReadNewAsync(null, 10, default);
        await right.AcknowledgeAsync([.. ofRight.Select(entry => entry.Id)]);
        List<StreamEntry> ofLeft = await left.ReadNewAsync(null, 2, default);
        await left.AcknowledgeAsync([ofLeft[1].Id]); // ada is pending, bob is done, cleo was not given yet

        Assert.Equal((3, 0), (await left.SurveyAsync(), await right.SurveyAsync()));
        Assert.Equal(3, await world.LengthAsync());
        await left.AcknowledgeAsync([ofLeft[0].Id]);
        Assert.Equal(1, await left.SurveyAsync());
        Assert.Equal(1, await world.LengthAsync());
        await left.AcknowledgeAsync([(await left.ReadNewAsync(null, 10, default)).Single().Id]);
        Assert.Equal(0, await left.SurveyAsync());
        Assert.Equal(0, await world.LengthAsync());
    }

    [Fact]
    public async Task Nothing_is_trimmed_while_a_group_that_must_be_there_is_not()
    {
        await using RedisWorld world = await RedisWorld.StartAsync([]);
        StreamGroup right = world.Group("right");
        await right.CreateAsync();
        await PublishAsync(world, "ada");
        await world.CommandAsync($"XGROUP DESTROY {Stream} left");
        await right.AcknowledgeAsync([(await right.ReadNewAsync(null, 10, default)).Single().Id]);
        await right.SurveyAsync();
        Assert.Equal(1, await world.LengthAsync());
        await right.CreateAsync();
        Assert.Single(await world.Group("left").ReadNewAsync(null, 10, default));
    }

    [Fact]
    public async Task After_a_flush_the_groups_are_made_again_and_see_what_comes()
    {
        await using RedisWorld world = await RedisWorld.StartAsync([_left, _right]);
        await PublishAsync(world, "ada");
        await _left.HasAppliedAsync("ada");
        await _right.HasAppliedAsync("ada");
        await world.Redis.FlushAsync();
        await PublishAsync(world, "bob");
        await _left.HasAppliedAsync("ada", "bob");
        await _right.HasAppliedAsync("ada", "bob");
    }

    [Fact]
    public async Task Redis_Cluster_takes_every_command()
    {
        _left.Fault = Poison;
        await using RedisWorld world = await RedisWorld.StartAsync(await RedisServer.StartClusterAsync(), [_left, _right], ("BUS_PARTITIONS", "3"));
        await PublishAsync(world, "ada", "bob", "cleo", "mallory");
        await _left.HasAppliedAsync("ada", "bob", "cleo");
        await _right.HasAppliedAsync("ada", "bob", "cleo", "mallory");
        DeadLetter letter = await LetterAsync(world);
        _left.Fault = _ => null;
        Assert.True(await world.Letters("left").ReplayAsync(letter.Id, TestContext.Current.CancellationToken));
        await _left.HasAppliedAsync("ada", "bob", "cleo", "mallory");
        await Until.TrueAsync(async () => await world.LengthAsync() == 0, () => "what nobody needs is kept");
    }

    [Fact]
    public async Task Who_consumes_shows_its_dead_letters_and_who_only_publishes_has_none()
    {
        await using RedisWorld world = await RedisWorld.StartAsync([_left]);
        using HttpResponseMessage ofLeft = await world.GetAsync("left", "/v1/dead-letters"), ofPublisher = await world.GetAsync("publisher", "/v1/dead-letters");
        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.NotFound), (ofLeft.StatusCode, ofPublisher.StatusCode));
    }

    [Fact]
    public async Task Letters_are_counted_while_they_wait_by_replicas_that_did_not_set_them_aside_too()
    {
        _left.Fault = Poison;
        await using RedisWorld world = await RedisWorld.StartAsync([_left, _right]);
        await PublishAsync(world, "mallory");
        DeadLetter letter = await LetterAsync(world);
        await Until.TrueAsync(async () => await world.MetricAsync("left", "bus_dead_letters_waiting") == 1, () => "no letter waits");
        await world.JoinAsync(new RecordingConsumer("left"));
        const string Second = "left 2";
        await Until.TrueAsync(async () => await world.MetricAsync(Second, "bus_dead_letters_waiting") == 1, () => "for a replica that starts none waits");
        Assert.Equal((0, 0), (await world.MetricAsync(Second, "bus_dead_letters_total"), await world.MetricAsync("right", "bus_dead_letters_waiting")));
        Assert.True(await world.Letters("left").DiscardAsync(letter.Id, TestContext.Current.CancellationToken));
        await Until.TrueAsync(async () => await world.MetricAsync("left", "bus_dead_letters_waiting") == 0, () => "it waits when it is gone");
    }

    [Fact]
    public async Task How_many_letters_wait_is_unknown_while_Redis_cannot_be_asked()
    {
        _left.Fault = Poison;
        await using RedisWorld world = await RedisWorld.StartAsync([_left, _right]);
        await PublishAsync(world, "mallory");
        await Until.TrueAsync(async () => await world.MetricAsync("left", "bus_dead_letters_waiting") == 1, () => "no letter waits");
        await world.Redis.KillAsync();
        await Until.TrueAsync(async () => double.IsNaN(await world.MetricAsync("left", "bus_dead_letters_waiting")), () => "who is asked nothing has said how many");
        await world.Redis.RestartAsync();
        await Until.TrueAsync(async () => await world.MetricAsync("left", "bus_dead_letters_waiting") == 1, () => "the letter does not wait any more");
    }

    [Fact]
    public async Task The_lag_is_what_was_published_and_not_applied()
    {
        var slow = new TaskCompletionSource();
        _left.Gate = slow.Task;
        await using RedisWorld world = await RedisWorld.StartAsync([_left, _right]);
        await PublishAsync(world, "ada", "bob", "cleo");
        await Until.TrueAsync(async () => await world.LagAsync("left") == 3, () => "the lag is not 3");
        slow.SetResult();
        await Until.TrueAsync(async () => await world.LagAsync("left") == 0, () => "the lag is not 0");
    }

    [Fact]
    public async Task Where_durability_is_required_a_Redis_without_it_is_refused()
    {
        await using RedisWorld world = await RedisWorld.StartAsync([], ("BUS_DURABILITY", "required"));
        await world.CommandAsync("CONFIG SET appendfsync everysec");
        BusUnavailableException refusal = await Assert.ThrowsAsync<BusUnavailableException>(() => PublishAsync(world, "ada"));
        Assert.Contains("appendfsync", refusal.Message, StringComparison.Ordinal);
        using HttpResponseMessage ready = await world.GetAsync("publisher", "/readyz");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Contains("\"name\":\"bus\"", await ready.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }
}
