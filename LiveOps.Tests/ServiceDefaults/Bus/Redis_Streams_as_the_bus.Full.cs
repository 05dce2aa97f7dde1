using LiveOps.Core.Bus;
using Microsoft.AspNetCore.Builder;
using StackExchange.Redis;

namespace LiveOps.Tests.ServiceDefaults.Bus;

/// <content>A Redis that has no memory left: what gives some back is done, what takes some is refused whole.</content>
public sealed partial class Redis_Streams_as_the_bus
{
    [Fact]
    public async Task In_a_full_Redis_nothing_is_published_and_what_waits_is_applied_and_let_go_of_also_by_a_replica_that_starts_then()
    {
        var wait = new TaskCompletionSource();
        _left.Gate = wait.Task;
        await using RedisWorld world = await RedisWorld.StartAsync([_right]);
        WebApplication replica = await world.JoinAsync(_left);
        await PublishAsync(world, "ada", "bob");
        await _right.HasAppliedAsync("ada", "bob");
        await FillAsync(world);

        BusUnavailableException refusal = await Assert.ThrowsAsync<BusUnavailableException>(() => PublishAsync(world, "nobody"));
        Assert.Contains("OOM", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(2, await world.LengthAsync());
        wait.SetResult();
        await _left.HasAppliedAsync("ada", "bob");
        await Until.TrueAsync(async () => await world.LengthAsync() == 0, () => "it is not let go of");
        Assert.Equal(0, await world.LagAsync("left"));
        await world.LeaveAsync(replica);
        var next = new RecordingConsumer("left");
        await world.JoinAsync(next);
        await world.CommandAsync("CONFIG SET maxmemory 0");
        await Until.TrueAsync(async () => await Record.ExceptionAsync(() => PublishAsync(world, "cleo")) is null, () => "it still refuses");
        await next.HasAppliedAsync("cleo");
    }

    [Fact]
    public async Task In_a_full_Redis_dead_letters_are_replayed_and_discarded()
    {
        _left.Fault = Poison;
        await using RedisWorld world = await RedisWorld.StartAsync([_left]);
        await PublishAsync(world, "mallory");
        await PublishAsync(world, "mallory");
        IReadOnlyList<DeadLetter> letters = [];
        await Until.TrueAsync(async () => (letters = await world.Letters("left").ListAsync(null, 10, TestContext.Current.CancellationToken)).Count == 2, () => "they were not set aside");
        await FillAsync(world);

        Assert.True(await world.Letters("left").DiscardAsync(letters[0].Id, TestContext.Current.CancellationToken));
        _left.Fault = _ => null;
        Assert.True(await world.Letters("left").ReplayAsync(letters[1].Id, TestContext.Current.CancellationToken));

        await _left.HasAppliedAsync("mallory");
        Assert.Empty(await world.Letters("left").ListAsync(null, 10, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_dead_letter_that_cannot_be_given_back_is_put_back()
    {
        const string Replays = "liveops:bus:{dead:left}:again";
        _left.Fault = Poison;
        await using RedisWorld world = await RedisWorld.StartAsync([_left]);
        await PublishAsync(world, "mallory");
        DeadLetter letter = await LetterAsync(world);
        Assert.Equal("1", await world.CommandAsync($"DEL {Replays}"));
        await world.CommandAsync($"SET {Replays} another");

        await Assert.ThrowsAsync<RedisServerException>(() => world.Letters("left").ReplayAsync(letter.Id, TestContext.Current.CancellationToken));

        DeadLetter left = Assert.Single(await world.Letters("left").ListAsync(null, 10, TestContext.Current.CancellationToken));
        Assert.Equal((letter.Reason, letter.SetAsideAt, letter.Deliveries, letter.Kind), (left.Reason, left.SetAsideAt, left.Deliveries, left.Kind));
        await world.CommandAsync($"DEL {Replays}");
        _left.Fault = _ => null;
        Assert.True(await world.Letters("left").ReplayAsync(left.Id, TestContext.Current.CancellationToken));
        await _left.HasAppliedAsync("mallory");
    }

    // More is in use than a byte, whatever is let go of.
    private static async Task FillAsync(RedisWorld world) => await world.CommandAsync("CONFIG SET maxmemory 1");
}
