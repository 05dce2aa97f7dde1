using System.Security.Cryptography;
using Amazon.SQS;
using Amazon.SQS.Model;
using LiveOps.Core.Bus;
using LiveOps.ServiceDefaults.Bus.Sqs;
using LiveOps.Tests.Harness.Sqs;
using LiveOps.Tests.Progression;
using LiveOps.Tests.ServiceDefaults.Bus.ServiceBus;

namespace LiveOps.Tests.ServiceDefaults.Bus.Sqs;

/// <summary>What a publisher is told, and what the queues hold then.</summary>
public sealed class Publishing
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_message_that_was_published_is_in_every_consumers_queue_whether_the_consumer_is_there_or_not()
    {
        await using SqsWorld world = await SqsWorld.StartAsync([]);
        await world.Bus.PublishAsync(Batches.Of("a", "b"), Cancellation);
        Assert.Equal(((1, 0), (1, 0)), (await world.CountAsync("left"), await world.CountAsync("right")));
    }

    [Fact]
    public async Task Messages_that_wait_at_the_same_time_share_requests()
    {
        await using SqsWorld world = await SqsWorld.StartAsync([], settings => settings with { Senders = 1 });
        await Task.WhenAll(Enumerable.Range(0, 100).Select(i => world.Bus.PublishAsync(Batches.Of($"e{i}"), Cancellation).AsTask()));
        Assert.Equal(((100, 0), (100, 0)), (await world.CountAsync("left"), await world.CountAsync("right")));
        Assert.InRange(world.Door.Asked("SendMessageBatch"), 20, 60);
    }

    [Fact]
    public async Task What_a_request_was_refused_in_part_is_sent_again_and_alone()
    {
        await using SqsWorld world = await SqsWorld.StartAsync([], settings => settings with { Senders = 1 });
        await world.Bus.PublishAsync(Batches.Of("first"), Cancellation);
        world.Door.Fail(new SqsFault(SqsFaultKind.RefusedInPart, "SendMessageBatch", "-right", Times: 2));
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => world.Bus.PublishAsync(Batches.Of($"e{i}"), Cancellation).AsTask()));
        Assert.Equal(((21, 0), (21, 0)), (await world.CountAsync("left"), await world.CountAsync("right")));
    }

    [Fact]
    public async Task What_one_queue_refuses_for_good_is_told_as_stored_perhaps_and_a_repeat_counts_once()
    {
        var left = new RecordingConsumer("left");
        var right = new RecordingConsumer("right");
        await using SqsWorld world = await SqsWorld.StartAsync([left, right]);
        world.Door.Fail(new SqsFault(SqsFaultKind.RefusedInPart, "SendMessageBatch", "-right") { Code = "InvalidMessageContents", IsOfTheSender = true });
        BusMessage message = TestEvent.Batch(TestEvent.Xp("ada", 1));
        var refused = await Assert.ThrowsAsync<BusUnavailableException>(() => world.Bus.PublishAsync(message, Cancellation).AsTask());
        Assert.True(refused.MayBePublished);
        Assert.Contains("InvalidMessageContents", refused.Message, StringComparison.Ordinal);
        await left.HasAppliedAsync("ada");
        Assert.Empty(right.Players);

        await world.Bus.PublishAsync(message, Cancellation);
        await right.HasAppliedAsync("ada");
        await Until.TrueAsync(async () => await world.CountAsync("left") == (0, 0), () => "the repeat is still there");
        await left.HasAppliedAsync("ada");
    }

    [Fact]
    public async Task Throttling_failures_of_the_service_and_broken_connections_are_waited_out()
    {
        await using SqsWorld world = await SqsWorld.StartAsync([]);
        await world.Bus.PublishAsync(Batches.Of("first"), Cancellation);
        world.Door.Fail(new SqsFault(SqsFaultKind.Refused, "SendMessageBatch", "-left", Times: 5) { Code = "RequestThrottled" });
        world.Door.Fail(new SqsFault(SqsFaultKind.Refused, "SendMessageBatch", "-right", Times: 2) { Status = 500 });
        world.Door.Fail(new SqsFault(SqsFaultKind.Broken, "SendMessageBatch", "-right", Times: 2));
        await world.Bus.PublishAsync(Batches.Of("second"), Cancellation);
        Assert.Equal(((2, 0), (2, 0)), (await world.CountAsync("left"), await world.CountAsync("right")));
    }

    [Fact]
    public async Task A_lost_answer_makes_a_message_two_which_count_once()
    {
        var left = new RecordingConsumer("left");
        await using SqsWorld world = await SqsWorld.StartAsync([left]);
        await world.Bus.PublishAsync(TestEvent.Batch(TestEvent.Xp("ada", 1)), Cancellation);
        world.Door.Fail(new SqsFault(SqsFaultKind.AnswerLost, "SendMessageBatch", "-right"));
        await world.Bus.PublishAsync(TestEvent.Batch(TestEvent.Xp("bob", 1)), Cancellation);
        await left.HasAppliedAsync("ada", "bob");
        Assert.Equal((3, 0), await world.CountAsync("right"));
    }

    [Fact]
    public async Task What_is_published_goes_out_once_for_each_try_of_ours_also_where_the_answer_is_lost()
    {
        await using SqsWorld world = await SqsWorld.StartAsync([]);
        await world.Bus.PublishAsync(Batches.Of("first"), Cancellation);
        IAmazonSQS sends = world.Publisher.Clients.Sends;
        string url = (await sends.GetQueueUrlAsync($"{world.Prefix}-right", Cancellation)).QueueUrl;
        int asked = world.Door.Asked("SendMessageBatch");
        world.Door.Fail(new SqsFault(SqsFaultKind.AnswerLost, "SendMessageBatch", "-right"));
        await Assert.ThrowsAnyAsync<Exception>(() => sends.SendMessageBatchAsync(new SendMessageBatchRequest(url, [new SendMessageBatchRequestEntry("0", "second")]), Cancellation));
        Assert.Equal(asked + 1, world.Door.Asked("SendMessageBatch"));
        Assert.Equal((2, 0), await world.CountAsync("right"));
    }

    [Fact]
    public async Task A_batch_of_which_one_part_is_stored_and_the_next_refused_is_told_as_stored_perhaps()
    {
        await using SqsWorld world = await SqsWorld.StartAsync([]);
        foreach (string queue in new[] { "-left", "-right" })
            world.Door.Fail(new SqsFault(SqsFaultKind.Refused, "SendMessageBatch", queue) { Code = "AccessDenied", Status = 403, Passing = 1 });
        BusMessage large = Batches.Of(["a", "b"], RandomNumberGenerator.GetBytes(SqsEnvelope.MaxRequestBytes));
        var refused = await Assert.ThrowsAsync<BusUnavailableException>(() => world.Bus.PublishAsync(large, Cancellation).AsTask());
        Assert.True(refused.MayBePublished);
        Assert.Equal(((1, 0), (1, 0)), (await world.CountAsync("left"), await world.CountAsync("right")));
    }

    [Fact]
    public async Task An_answer_that_makes_no_sense_is_told_to_who_waits()
    {
        await using SqsWorld world = await SqsWorld.StartAsync([]);
        world.Door.Fail(new SqsFault(SqsFaultKind.SaidTwice, "SendMessageBatch", "-left"));
        var refused = await Assert.ThrowsAsync<BusUnavailableException>(() => world.Bus.PublishAsync(Batches.Of("first"), Cancellation).AsTask());
        Assert.True(refused.MayBePublished);
        await world.Bus.PublishAsync(Batches.Of("second"), Cancellation);
    }

    [Fact]
    public async Task A_service_that_cannot_be_had_is_told_after_a_while_and_nothing_was_published()
    {
        await using SqsWorld world = await SqsWorld.StartAsync([], settings => settings with { Patience = TimeSpan.FromSeconds(1) });
        await FirstAsync(world);
        (int, int) there = await world.CountAsync("left");
        world.Door.Fail(new SqsFault(SqsFaultKind.Refused, "SendMessageBatch", Times: int.MaxValue) { Code = "RequestThrottled" });
        await Assert.ThrowsAsync<BusUnavailableException>(() => world.Bus.PublishAsync(Batches.Of("second"), Cancellation).AsTask());
        Assert.Equal(there, await world.CountAsync("left"));
    }

    [Fact]
    public async Task Nothing_is_sent_anywhere_while_one_queue_is_missing()
    {
        await using SqsWorld world = await SqsWorld.StartAsync([], null, ("BUS_GROUPS", "left,right,third"));
        await using BusOnSqs strict = await BusOnSqs.StartAsync(world.Door, world.Prefix, null, null, ("BUS_GROUPS", "left,fourth"), ("SQS_QUEUES", "exist"));
        await world.Bus.PublishAsync(Batches.Of("first"), Cancellation);
        var refused = await Assert.ThrowsAsync<BusUnavailableException>(() => strict.Bus.PublishAsync(Batches.Of("second"), Cancellation).AsTask());
        Assert.Equal((false, $"The queues cannot be had now: queue {world.Prefix}-fourth does not exist."), (refused.MayBePublished, refused.Message));
        Assert.Equal((1, 0), await world.CountAsync("left"));
    }

    [Fact]
    public async Task More_than_may_wait_is_refused()
    {
        await using SqsWorld world = await SqsWorld.StartAsync([], settings => settings with { Senders = 1, MaxWaiting = 1, Patience = TimeSpan.FromSeconds(2) });
        await FirstAsync(world);
        world.Door.Fail(new SqsFault(SqsFaultKind.Refused, "SendMessageBatch", Times: int.MaxValue) { Code = "RequestThrottled" });
        Task[] sent = [.. Enumerable.Range(0, 10).Select(i => world.Bus.PublishAsync(Batches.Of($"e{i}"), Cancellation).AsTask())];
        await Task.WhenAll(sent).ContinueWith(_ => { }, TaskScheduler.Default);
        Assert.Contains(sent, one => one.Exception!.InnerException!.Message == "Too many messages wait to be sent.");
    }

    [Fact]
    public async Task A_batch_that_is_larger_than_a_message_goes_without_the_gateways_own_bytes_and_one_of_a_full_batch_as_it_is()
    {
        var left = new EffectsConsumer("left");
        await using SqsDoor door = await SqsDoor.OpenAsync();
        string prefix = $"t{Guid.NewGuid():n}";
        await using BusOnSqs service = await BusOnSqs.StartAsync(door, prefix, left);
        string[] ids = [.. Enumerable.Range(0, 1000).Select(i => $"{i:D60}")];
        await service.Bus.PublishAsync(Batches.Of(ids, RandomNumberGenerator.GetBytes(SqsEnvelope.MaxRequestBytes)), Cancellation);
        await Until.TrueAsync(() => left.Applied.Count == 1000, () => $"{left.Applied.Count} events are applied");
        Assert.Equal(2, left.Groups.Sum());
        await service.Bus.PublishAsync(Batches.Of([.. ids.Select(id => "b" + id)], []), Cancellation);
        await Until.TrueAsync(() => left.Applied.Count == 2000, () => $"{left.Applied.Count} events are applied");
        Assert.Equal(3, left.Groups.Sum());
        Assert.Equal(0, left.Repeats);
    }

    [Fact]
    public async Task Large_messages_share_no_more_than_a_request_may_hold()
    {
        var left = new EffectsConsumer("left");
        await using SqsDoor door = await SqsDoor.OpenAsync();
        await using BusOnSqs service = await BusOnSqs.StartAsync(door, $"t{Guid.NewGuid():n}", left, settings => settings with { Senders = 1 });
        await Task.WhenAll(Enumerable.Range(0, 12).Select(i => service.Bus.PublishAsync(Batches.Of([$"e{i}"], RandomNumberGenerator.GetBytes(300_000)), Cancellation).AsTask()));
        await Until.TrueAsync(() => left.Applied.Count == 12, () => $"{left.Applied.Count} events are applied");
    }

    // A second or two may be too short for a machine with much to do, which is then asked again.
    private static Task FirstAsync(SqsWorld world) => Until.TrueAsync(
        async () => await Record.ExceptionAsync(() => world.Bus.PublishAsync(Batches.Of("first"), Cancellation).AsTask()) is null, () => "it never takes anything");
}
