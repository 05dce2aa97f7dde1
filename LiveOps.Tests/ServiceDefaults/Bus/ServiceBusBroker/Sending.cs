using System.Diagnostics;
using Azure.Messaging.ServiceBus;
using LiveOps.Tests.Harness.ServiceBusBroker.Faults;

namespace LiveOps.Tests.ServiceDefaults.Bus.ServiceBusBroker;

/// <summary>Sizes, duplicates, quotas and faults. Sizes: https://learn.microsoft.com/azure/service-bus-messaging/service-bus-quotas</summary>
public sealed partial class Sending
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_message_keeps_its_body_id_and_properties()
    {
        await using var world = new BrokerWorld();
        var sent = BrokerWorld.Message("one", "id-1");
        sent.ContentType = "application/x";
        sent.Subject = "subject";
        sent.ApplicationProperties["kind"] = 1;
        sent.ApplicationProperties["ticks"] = 638_000_000_000_000_000L;
        sent.ApplicationProperties["to"] = "progression";
        sent.ApplicationProperties["at"] = new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
        await world.Sender.SendMessageAsync(sent, Cancellation);
        ServiceBusReceivedMessage message = await world.ReceiveAsync();
        Assert.Equal(("one", "id-1", "application/x", "subject"), (message.Body.ToString(), message.MessageId, message.ContentType, message.Subject));
        Assert.Equal(sent.ApplicationProperties, message.ApplicationProperties);
        Assert.Equal((1L, 1, world.Clock.UtcNow), (message.SequenceNumber, message.DeliveryCount, message.EnqueuedTime));
        Assert.Equal(world.Clock.UtcNow.AddMinutes(1), message.LockedUntil);
    }

    [Fact]
    public async Task A_batch_takes_messages_up_to_its_size_and_is_sent_whole()
    {
        await using var world = new BrokerWorld();
        using ServiceBusMessageBatch batch = await world.Sender.CreateMessageBatchAsync(Cancellation);
        Assert.Equal(256 * 1024, batch.MaxSizeInBytes);
        int count = 0;
        while (batch.TryAddMessage(BrokerWorld.Message(new string('x', 10_000), $"m{count}")))
            count++;
        Assert.Equal((26, 26), (count, batch.Count));
        Assert.InRange(batch.SizeInBytes, 260_000, batch.MaxSizeInBytes);
        await world.Sender.SendMessagesAsync(batch, Cancellation);
        Assert.Equal((count, 1, count), (world.Subscription.ActiveMessageCount, world.Topic.Sends, (int)world.Topic.Accepted));
        Assert.Equal("m3", (await world.Receiver.PeekMessagesAsync(1, 4, Cancellation))[0].MessageId);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () =>
            await world.Sender.CreateMessageBatchAsync(new CreateMessageBatchOptions { MaxSizeInBytes = 1024 * 1024 }, Cancellation));
    }

    [Fact]
    public async Task A_batch_of_one_and_a_list_are_sent_too()
    {
        await using var world = new BrokerWorld();
        using ServiceBusMessageBatch batch = await world.Sender.CreateMessageBatchAsync(Cancellation);
        Assert.True(batch.TryAddMessage(BrokerWorld.Message("one")));
        await world.Sender.SendMessagesAsync(batch, Cancellation);
        await world.Sender.SendMessagesAsync([BrokerWorld.Message("two"), BrokerWorld.Message("three")], Cancellation);
        Assert.Equal(["one", "two", "three"], await BrokerWorld.PeekAsync(world.Receiver));
    }

    [Fact]
    public async Task A_topic_may_allow_larger_messages_than_batches()
    {
        await using var world = new BrokerWorld(options => options.MaxMessageSizeInBytes = 4 * 1024 * 1024);
        using ServiceBusMessageBatch batch = await world.Sender.CreateMessageBatchAsync(Cancellation);
        Assert.Equal(256 * 1024, batch.MaxSizeInBytes);
        await world.Sender.SendMessageAsync(new ServiceBusMessage(new byte[1024 * 1024]), Cancellation);
        Assert.Equal(1, world.Subscription.ActiveMessageCount);
    }

    [Fact]
    public async Task Large_messages_pass_whole_in_both_directions()
    {
        await using var world = new BrokerWorld();
        byte[] body = new byte[255 * 1024];
        new Random(1).NextBytes(body);
        await world.Sender.SendMessageAsync(new ServiceBusMessage(body), Cancellation);
        Assert.Equal(body, (await world.ReceiveAsync()).Body.ToArray());
        Assert.Equal(body, (await world.Receiver.PeekMessageAsync(cancellationToken: Cancellation)).Body.ToArray());
    }

    [Fact]
    public async Task A_message_larger_than_the_topic_takes_is_MessageSizeExceeded_properties_included()
    {
        await using var world = new BrokerWorld();
        Assert.Equal(
            ServiceBusFailureReason.MessageSizeExceeded,
            await BrokerWorld.FailsAsync(() => world.Sender.SendMessageAsync(new ServiceBusMessage(new byte[256 * 1024]), Cancellation)));
        var wide = new ServiceBusMessage(new byte[255 * 1024]);
        wide.ApplicationProperties["note"] = new string('n', 2000);
        Assert.Equal(ServiceBusFailureReason.MessageSizeExceeded, await BrokerWorld.FailsAsync(() => world.Sender.SendMessageAsync(wide, Cancellation)));
        world.Topic.Options.MaxMessageSizeInBytes = 1000; // behind the client's back: the broker itself says so
        Assert.Equal(
            ServiceBusFailureReason.MessageSizeExceeded,
            await BrokerWorld.FailsAsync(() => world.Sender.SendMessageAsync(new ServiceBusMessage(new byte[2000]), Cancellation)));
        await world.SendAsync("small");
        Assert.Equal(1, world.Subscription.ActiveMessageCount);
    }

    [Fact]
    public async Task A_message_id_seen_within_the_window_is_accepted_and_dropped_and_after_the_window_it_is_new()
    {
        await using var world = new BrokerWorld(topic: options =>
        {
            options.RequiresDuplicateDetection = true;
            options.DuplicateDetectionHistoryTimeWindow = TimeSpan.FromMinutes(5);
        });
        await world.Sender.SendMessageAsync(BrokerWorld.Message("one", "id"), Cancellation);
        await world.Receiver.CompleteMessageAsync(await world.ReceiveAsync(), Cancellation);
        world.Clock.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromTicks(1));
        await world.Sender.SendMessagesAsync([BrokerWorld.Message("other body", "id"), BrokerWorld.Message("other id", "id-2")], Cancellation);
        Assert.Equal(["other id"], await BrokerWorld.PeekAsync(world.Receiver));
        world.Clock.Advance(TimeSpan.FromTicks(1));
        await world.Sender.SendMessageAsync(BrokerWorld.Message("one again", "id"), Cancellation);
        Assert.Equal(["other id", "one again"], await BrokerWorld.PeekAsync(world.Receiver));
    }

    [Fact]
    public async Task Without_duplicate_detection_every_message_counts()
    {
        await using var world = new BrokerWorld();
        await world.Sender.SendMessageAsync(BrokerWorld.Message("one", "id"), Cancellation);
        await world.Sender.SendMessageAsync(BrokerWorld.Message("one", "id"), Cancellation);
        Assert.Equal(2, world.Subscription.ActiveMessageCount);
    }

    // "Subsequent incoming messages are rejected, and an exception is received by the calling code"; dead letters take room too.
    [Fact]
    public async Task A_full_topic_takes_nothing_until_consumers_make_room()
    {
        await using var world = new BrokerWorld(topic: options => options.MaxSizeInBytes = 25_000);
        await world.Sender.SendMessageAsync(new ServiceBusMessage(new byte[10_000]), Cancellation);
        await world.Sender.SendMessageAsync(new ServiceBusMessage(new byte[10_000]), Cancellation);
        await world.Receiver.DeadLetterMessageAsync(await world.ReceiveAsync(), new Dictionary<string, object>(), "bad", null, Cancellation);
        Assert.Equal(
            ServiceBusFailureReason.QuotaExceeded,
            await BrokerWorld.FailsAsync(() => world.Sender.SendMessageAsync(new ServiceBusMessage(new byte[10_000]), Cancellation)));
        await world.DeadLetters.CompleteMessageAsync(await world.ReceiveAsync(world.DeadLetters), Cancellation);
        await world.Sender.SendMessageAsync(new ServiceBusMessage(new byte[10_000]), Cancellation);
    }

    [Fact]
    public async Task A_throttled_send_does_nothing_and_the_client_holds_that_sender_back_for_ten_seconds_and_no_other()
    {
        for (var patience = new Patience(); !await IsHeldBackAloneAsync();)
            Assert.False(patience.IsOver, "the ten seconds are always over before another sender has sent");
    }

    // False where the machine took so long that it cannot be seen.
    private static async Task<bool> IsHeldBackAloneAsync()
    {
        await using var world = new BrokerWorld(tryFor: TimeSpan.FromSeconds(5)); // a try of more than ten would wait for them, and then send
        await Until.TrueAsync(async () => await Record.ExceptionAsync(() => world.SendAsync("zero")) is null, () => "it never sends");
        int sends = world.Topic.Sends;
        world.Broker.Faults.Throttle(BrokerOperation.Send);
        var watch = Stopwatch.StartNew();
        Exception? first = await Record.ExceptionAsync(() => world.SendAsync("one"));
        Exception? other = await Record.ExceptionAsync(() => world.Client.CreateSender("events").SendMessageAsync(BrokerWorld.Message("another sender"), Cancellation));
        if (watch.ElapsedMilliseconds > 4_000)
            return false;
        Exception? still = await Record.ExceptionAsync(() => world.SendAsync("one")); // the broker is not asked
        if (watch.ElapsedMilliseconds > 9_500)
            return false;
        var e = Assert.IsType<ServiceBusException>(first);
        Assert.Equal((true, ServiceBusFailureReason.ServiceBusy), (e.IsTransient, e.Reason));
        Assert.Contains("50009", e.Message, StringComparison.Ordinal);
        Assert.Null(other);
        Assert.Equal(ServiceBusFailureReason.ServiceBusy, Assert.IsType<ServiceBusException>(still).Reason);
        Assert.Equal(sends + 1, world.Topic.Sends);
        await Until.TrueAsync(async () => await Record.ExceptionAsync(() => world.SendAsync("one")) is null, () => "it stays held back");
        Assert.True(watch.ElapsedMilliseconds >= 9_000, $"it is held back for {watch.ElapsedMilliseconds} ms");
        return true;
    }

    [Fact]
    public async Task A_lost_answer_leaves_the_message_with_the_service_and_the_client_waits_for_as_long_as_it_tries()
    {
        await using var world = new BrokerWorld();
        await world.SendAsync("zero");
        await using ServiceBusClient hasty = world.NewClient(TimeSpan.FromSeconds(1));
        ServiceBusSender sender = hasty.CreateSender("events");
        world.Broker.Faults.LoseAnswer(BrokerOperation.Send);
        // On a machine with much to do the time may be over before it has a link to send by.
        for (var patience = new Patience(); world.Subscription.ActiveMessageCount < 2; Assert.False(patience.IsOver, "it was never sent"))
            Assert.Equal(ServiceBusFailureReason.ServiceTimeout, await BrokerWorld.FailsAsync(() => sender.SendMessageAsync(BrokerWorld.Message("one"), Cancellation)));
        Assert.Equal(2, world.Subscription.ActiveMessageCount);
        world.Broker.Faults.FailAfterTheDeed(BrokerOperation.Send, ServiceBusFailureReason.ServiceTimeout);
        Assert.Equal(ServiceBusFailureReason.ServiceTimeout, await BrokerWorld.FailsAsync(() => world.SendAsync("two")));
        await world.SendAsync("three");
        Assert.Equal(["zero", "one", "two", "three"], await BrokerWorld.PeekAsync(world.Receiver));
    }

    [Fact]
    public async Task What_is_never_answered_is_not_done()
    {
        await using var world = new BrokerWorld(tryFor: TimeSpan.FromSeconds(1)); // also where that is over before it has a link to send by
        world.Broker.Faults.NeverAnswer(BrokerOperation.Send);
        Assert.Equal(ServiceBusFailureReason.ServiceTimeout, await BrokerWorld.FailsAsync(() => world.SendAsync("one")));
        Assert.Equal(0, world.Subscription.ActiveMessageCount);
    }

    [Fact]
    public async Task A_try_that_is_cancelled_ends_at_once_and_the_sender_goes_on()
    {
        await using var world = new BrokerWorld();
        await world.SendAsync("zero");
        world.Broker.Faults.NeverAnswer(BrokerOperation.Send);
        using var stop = new CancellationTokenSource();
        int asked = world.Broker.Faults.Asked(BrokerOperation.Send);
        Task sending = world.Sender.SendMessageAsync(BrokerWorld.Message("one"), stop.Token);
        await Until.TrueAsync(() => world.Broker.Faults.Asked(BrokerOperation.Send) > asked, () => "it was never sent");
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        await world.SendAsync("two");
        Assert.Equal(2, world.Subscription.ActiveMessageCount);
    }
}
