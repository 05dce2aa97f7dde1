using LiveOps.Core.Bus;
using LiveOps.Tests.Progression;

namespace LiveOps.Tests.ServiceDefaults.Bus;

/// <content>What is refused, and what follows from it.</content>
public sealed partial class Redis_Streams_as_the_bus
{
    [Fact]
    public async Task A_full_bus_refuses_instead_of_dropping()
    {
        await using RedisWorld world = await RedisWorld.StartAsync([_right], ("BUS_BACKLOG_MEGABYTES", "1"));
        string large = new('x', 250);
        int published = 0;
        BusUnavailableException refusal = await Assert.ThrowsAsync<BusUnavailableException>(async () =>
        {
            for (; published < 100_000; published += 500)
                await world.Bus.PublishAsync(TestEvent.Batch([.. Enumerable.Range(0, 500).Select(_ => TestEvent.Kill("ada", large))]));
        });
        Assert.Contains("full", refusal.Message, StringComparison.Ordinal);
        Assert.InRange(published, 500, 5000);

        await world.JoinAsync(_left);
        await Until.TrueAsync(() => _left.Players.Length == published, () => $"{_left.Players.Length} of {published}");
        await Until.TrueAsync(
            async () => await Record.ExceptionAsync(async () => await PublishAsync(world, "bob")) is null, () => "it still refuses");
    }

    [Fact]
    public async Task A_bus_that_is_down_refuses_and_works_again_when_it_is_back()
    {
        await using RedisWorld world = await RedisWorld.StartAsync([_left, _right]);
        await PublishAsync(world, "ada");
        await _left.HasAppliedAsync("ada");
        await world.Redis.KillAsync();
        await Assert.ThrowsAsync<BusUnavailableException>(() => PublishAsync(world, "nobody"));
        await world.Redis.RestartAsync();
        await Until.TrueAsync(async () => await Record.ExceptionAsync(() => PublishAsync(world, "bob")) is null, () => "it still refuses");
        await _left.HasAppliedAsync("ada", "bob");
        await _right.HasAppliedAsync("ada", "bob");
    }

    [Fact]
    public async Task What_was_refused_while_the_bus_stood_still_does_not_come_later()
    {
        await using RedisWorld world = await RedisWorld.StartAsync([], ("REDIS_TIMEOUT_MS", "500"));
        await Until.TrueAsync(async () => await Record.ExceptionAsync(() => PublishAsync(world, "ada")) is null, () => "it never takes anything");
        world.Redis.Freeze();
        BusUnavailableException refusal = await Assert.ThrowsAsync<BusUnavailableException>(() => PublishAsync(world, "nobody"));
        world.Redis.Thaw();
        Assert.True(refusal.MayBePublished); // nobody can know yet
        Assert.DoesNotContain("nobody", await world.CommandAsync($"XRANGE {Stream} - +"), StringComparison.Ordinal);
        await Until.TrueAsync(async () => await Record.ExceptionAsync(() => PublishAsync(world, "bob")) is null, () => "it still refuses");
        string all = await world.CommandAsync($"XRANGE {Stream} - +");
        Assert.DoesNotContain("nobody", all, StringComparison.Ordinal);
        Assert.Contains("bob", all, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dead_letter_whose_replay_was_refused_is_still_there()
    {
        _left.Fault = Poison;
        await using RedisWorld world = await RedisWorld.StartAsync([_left], ("REDIS_TIMEOUT_MS", "500"));
        DeadLetter letter = await LetterInTimeAsync(world, "mallory");
        world.Redis.Freeze();
        await Assert.ThrowsAsync<BusUnavailableException>(() => world.Letters("left").ReplayAsync(letter.Id, TestContext.Current.CancellationToken));
        world.Redis.Thaw();
        await Until.TrueAsync(async () => (await world.CommandAsync("XRANGE liveops:bus:{dead:left} - +")).Contains("mallory", StringComparison.Ordinal), () => "it is gone");
        world.Redis.Freeze(); // what a discard that nobody answered did, nobody knows
        await Assert.ThrowsAsync<BusUnavailableException>(() => world.Letters("left").DiscardAsync(letter.Id, TestContext.Current.CancellationToken));
        world.Redis.Thaw();
    }

    // Half a second may be too short for a machine with much to do, which is then asked again. What was refused may be there all the same: there may be two.
    private static async Task<DeadLetter> LetterInTimeAsync(RedisWorld world, string player)
    {
        await Until.TrueAsync(async () => await Record.ExceptionAsync(() => PublishAsync(world, player)) is null, () => "it never takes anything");
        DeadLetter? letter = null;
        await Until.TrueAsync(
            async () => await Record.ExceptionAsync(async () => letter = await world.Letters("left").ListAsync(null, 10) is [var first, ..] ? first : null) is null && letter is not null, () => "there is no letter");
        return letter!;
    }
}
