using LiveOps.ServiceDefaults.Bus.Sqs;
using LiveOps.ServiceDefaults.Stores;
using LiveOps.Tests.Harness.Sqs;
using LiveOps.Tests.Progression;

namespace LiveOps.Tests.ServiceDefaults.Bus.Sqs;

/// <summary>What becomes of messages that replicas are given: while they work, stop, die, and while the service does badly.</summary>
public sealed class Consuming
{
    private readonly RecordingConsumer _left = new("left");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_a_killed_replica_had_in_hand_goes_to_another_when_its_time_is_over()
    {
        await using SqsWorld world = await SqsWorld.StartAsync([]);
        await PublishAsync(world, "ada");
        await PublishAsync(world, "bob");
        Assert.InRange(await world.TakeAndDieAsync("left", visibleAgainAfter: 2), 1, 2);
        BusOnSqs service = await world.JoinAsync(_left);
        await _left.HasAppliedAsync("ada", "bob");
        Assert.NotEqual("0", await service.MetricAsync("bus_redeliveries_total"));
    }

    [Fact]
    public async Task Work_that_takes_longer_than_messages_are_hidden_is_done_once()
    {
        var gate = new TaskCompletionSource();
        _left.Gate = gate.Task;
        var other = new RecordingConsumer("left");
        await using SqsWorld world = await SqsWorld.StartAsync([_left], settings => settings with { Visibility = TimeSpan.FromSeconds(5) });
        await PublishAsync(world, "ada");
        await Until.TrueAsync(() => _left.Calls == 1, () => "nothing came");
        await world.JoinAsync(other, settings => settings with { Visibility = TimeSpan.FromSeconds(5) });
        int extended = world.Door.Asked("ChangeMessageVisibilityBatch");
        await Until.TrueAsync(() => world.Door.Asked("ChangeMessageVisibilityBatch") >= extended + 4, () => "messages in hand are not kept"); // more than their time
        gate.SetResult();
        await Until.TrueAsync(async () => await world.CountAsync("left") == (0, 0), () => "the message is still there");
        Assert.Equal((1, 0), (_left.Calls, other.Calls));
    }

    [Fact]
    public async Task A_replica_that_stops_while_its_store_is_away_gives_back_what_it_has()
    {
        _left.Fault = _ => new StoreUnavailableException("sql", "it is away");
        var other = new RecordingConsumer("left");
        await using SqsWorld world = await SqsWorld.StartAsync([], settings => settings with { Visibility = TimeSpan.FromHours(1) });
        BusOnSqs first = await world.JoinAsync(_left, settings => settings with { Visibility = TimeSpan.FromHours(1) });
        await PublishAsync(world, "ada");
        await Until.TrueAsync(() => _left.Calls > 1, () => "it does not try again");
        Assert.Equal("0", await first.MetricAsync("bus_redeliveries_total"));
        await world.LeaveAsync(first);
        await world.JoinAsync(other);
        await other.HasAppliedAsync("ada");
    }

    [Fact]
    public async Task Many_messages_are_applied_as_groups_larger_than_a_request_brings()
    {
        var gate = new TaskCompletionSource();
        _left.Gate = gate.Task;
        await using SqsWorld world = await SqsWorld.StartAsync([_left]);
        string[] players = [.. Enumerable.Range(0, 200).Select(i => $"p{i}")];
        await Task.WhenAll(players.Select(player => PublishAsync(world, player)));
        gate.SetResult();
        await _left.HasAppliedAsync(players);
        Assert.InRange(_left.Calls, 1, 19); // a request brings ten
    }

    [Fact]
    public async Task What_was_given_several_times_is_applied_alone_and_after_the_rest()
    {
        await using SqsWorld world = await SqsWorld.StartAsync([]);
        foreach (string player in new[] { "ada", "bob", "eve" })
            await PublishAsync(world, player);
        for (int times = 0; times < SqsPump.MaxTogether; times++)
            Assert.Equal(3, await world.TakeAndDieAsync("left", visibleAgainAfter: 0));
        await PublishAsync(world, "new");
        await PublishAsync(world, "newer");
        await world.JoinAsync(_left);
        await _left.HasAppliedAsync("ada", "bob", "eve", "new", "newer");
        Assert.InRange(_left.Calls, 4, 5);
        await Until.TrueAsync(async () => await world.CountAsync("left") == (0, 0), () => "messages are left");
    }

    [Fact]
    public async Task What_could_not_be_deleted_comes_again_and_has_no_second_effect()
    {
        await using SqsWorld world = await SqsWorld.StartAsync([_left], settings => settings with { Visibility = TimeSpan.FromSeconds(1) });
        world.Door.Fail(new SqsFault(SqsFaultKind.RefusedInPart, "DeleteMessageBatch", "-left") { Code = "InvalidId", IsOfTheSender = true });
        await PublishAsync(world, "ada");
        await Until.TrueAsync(() => _left.Calls == 2, () => $"it came {_left.Calls} times");
        await Until.TrueAsync(async () => await world.CountAsync("left") == (0, 0), () => "the message is still there");
        Assert.Equal(["ada"], _left.Players);
    }

    [Fact]
    public async Task A_delete_that_is_refused_in_part_throttled_or_not_answered_is_asked_again()
    {
        await using SqsWorld world = await SqsWorld.StartAsync([_left], settings => settings with { Visibility = TimeSpan.FromHours(1) });
        world.Door.Fail(new SqsFault(SqsFaultKind.RefusedInPart, "DeleteMessageBatch", "-left"));
        world.Door.Fail(new SqsFault(SqsFaultKind.Refused, "DeleteMessageBatch", "-left") { Code = "RequestThrottled" });
        world.Door.Fail(new SqsFault(SqsFaultKind.AnswerLost, "DeleteMessageBatch", "-left"));
        await PublishAsync(world, "ada");
        await Until.TrueAsync(async () => await world.CountAsync("left") == (0, 0), () => "the message is still there");
        Assert.Equal(1, _left.Calls);
    }

    [Fact]
    public async Task Receiving_goes_on_after_it_was_refused_throttled_and_cut_off()
    {
        await using SqsWorld world = await SqsWorld.StartAsync([_left]);
        await PublishAsync(world, "ada");
        await _left.HasAppliedAsync("ada");
        world.Door.Fail(new SqsFault(SqsFaultKind.Refused, "ReceiveMessage", "-left", Times: 5) { Code = "OverLimit", Status = 403 });
        world.Door.Fail(new SqsFault(SqsFaultKind.Broken, "ReceiveMessage", "-left", Times: 5));
        await PublishAsync(world, "bob");
        await PublishAsync(world, "eve");
        await _left.HasAppliedAsync("ada", "bob", "eve");
    }

    private static ValueTask PublishCoreAsync(SqsWorld world, string player) => world.Bus.PublishAsync(TestEvent.Batch(TestEvent.Xp(player, 1)), Cancellation);

    private static Task PublishAsync(SqsWorld world, string player) => PublishCoreAsync(world, player).AsTask();
}
