using Azure.Messaging.ServiceBus;
using Azure.Messaging.ServiceBus.Broker;

namespace LiveOps.Tests.StandIns.ServiceBus;

/// <summary>Sizes, duplicates, quotas and faults; each test names where its rule stands.</summary>
public sealed class Sending
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    // "256 KB for Standard tier … The message size includes the size of properties (system and user) and the size of payload",
    // https://learn.microsoft.com/azure/service-bus-messaging/service-bus-quotas
    [Fact]
    public async Task A_message_larger_than_the_tier_takes_is_MessageSizeExceeded_properties_included()
    {
        await using var world = new StandInWorld();
        Assert.Equal(
            ServiceBusFailureReason.MessageSizeExceeded,
            await StandInWorld.FailsAsync(() => world.Sender.SendMessageAsync(new ServiceBusMessage(new byte[256 * 1024]), Cancellation)));
        var wide = new ServiceBusMessage(new byte[255 * 1024]);
        wide.ApplicationProperties["note"] = new string('n', 2000);
        Assert.Equal(ServiceBusFailureReason.MessageSizeExceeded, await StandInWorld.FailsAsync(() => world.Sender.SendMessageAsync(wide, Cancellation)));
        await world.Sender.SendMessageAsync(new ServiceBusMessage(new byte[255 * 1024]), Cancellation);
        Assert.Equal(1, world.Subscription.ActiveMessageCount);
    }

    // TryAddMessage: "true if the message was added; otherwise, false", https://learn.microsoft.com/dotnet/api/azure.messaging.servicebus.servicebusmessagebatch.tryaddmessage
    [Fact]
    public async Task A_batch_takes_messages_up_to_its_size_and_is_sent_whole()
    {
        await using var world = new StandInWorld();
        using ServiceBusMessageBatch batch = await world.Sender.CreateMessageBatchAsync(Cancellation);
        Assert.Equal(256 * 1024, batch.MaxSizeInBytes);
        int count = 0;
        while (batch.TryAddMessage(new ServiceBusMessage(new byte[10_000])))
            count++;
        Assert.Equal((26, 26), (count, batch.Count));
        Assert.InRange(batch.SizeInBytes, 260_000, batch.MaxSizeInBytes);
        await world.Sender.SendMessagesAsync(batch, Cancellation);
        Assert.Equal((26, 1), (world.Subscription.ActiveMessageCount, world.Topic.Sends));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () =>
            await world.Sender.CreateMessageBatchAsync(new CreateMessageBatchOptions { MaxSizeInBytes = 1024 * 1024 }, Cancellation));
    }

    // "If any new message is sent with MessageId that was logged during the time window, the message is reported as accepted (the send operation succeeds), but the
    // newly sent message is instantly ignored and dropped. No other parts of the message other than the MessageId are considered.",
    // https://learn.microsoft.com/azure/service-bus-messaging/duplicate-detection
    [Fact]
    public async Task A_message_id_seen_within_the_window_is_accepted_and_dropped_and_after_the_window_it_is_new()
    {
        await using var world = new StandInWorld(topic: options =>
        {
            options.RequiresDuplicateDetection = true;
            options.DuplicateDetectionHistoryTimeWindow = TimeSpan.FromMinutes(5);
        });
        await world.Sender.SendMessageAsync(StandInWorld.Message("one", "id"), Cancellation);
        await world.Receiver.CompleteMessageAsync(await world.ReceiveAsync(), Cancellation);
        world.Clock.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromTicks(1));
        await world.Sender.SendMessageAsync(StandInWorld.Message("other body", "id"), Cancellation);
        Assert.Equal(0, world.Subscription.ActiveMessageCount);
        await world.Sender.SendMessageAsync(StandInWorld.Message("other id", "id-2"), Cancellation);
        world.Clock.Advance(TimeSpan.FromTicks(1));
        await world.Sender.SendMessageAsync(StandInWorld.Message("one again", "id"), Cancellation);
        Assert.Equal(["other id", "one again"], await StandInWorld.PeekAsync(world.Receiver));
    }

    [Fact]
    public async Task Without_duplicate_detection_every_message_counts()
    {
        await using var world = new StandInWorld();
        await world.Sender.SendMessageAsync(StandInWorld.Message("one", "id"), Cancellation);
        await world.Sender.SendMessageAsync(StandInWorld.Message("one", "id"), Cancellation);
        Assert.Equal(2, world.Subscription.ActiveMessageCount);
    }

    // "Maximum size of a message ID: 128", https://learn.microsoft.com/azure/service-bus-messaging/service-bus-quotas
    [Fact]
    public void A_message_id_has_at_most_128_characters()
    {
        Assert.Equal(128, StandInWorld.Message("x", new string('i', 128)).MessageId!.Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => StandInWorld.Message("x", new string('i', 129)));
    }

    // "Queue or topic size … Subsequent incoming messages are rejected, and an exception is received by the calling code", same page: QuotaExceeded, dead letters included.
    [Fact]
    public async Task A_full_topic_takes_nothing_until_consumers_make_room()
    {
        await using var world = new StandInWorld(topic: options => options.MaxSizeInBytes = 25_000);
        await world.Sender.SendMessageAsync(new ServiceBusMessage(new byte[10_000]), Cancellation);
        await world.Sender.SendMessageAsync(new ServiceBusMessage(new byte[10_000]), Cancellation);
        await world.Receiver.DeadLetterMessageAsync(await world.ReceiveAsync(), new Dictionary<string, object>(), "bad", null, Cancellation);
        Assert.Equal(ServiceBusFailureReason.QuotaExceeded, await StandInWorld.FailsAsync(() => world.Sender.SendMessageAsync(new ServiceBusMessage(new byte[10_000]), Cancellation)));
        await world.DeadLetters.CompleteMessageAsync(await world.ReceiveAsync(world.DeadLetters), Cancellation);
        await world.Sender.SendMessageAsync(new ServiceBusMessage(new byte[10_000]), Cancellation);
    }

    // "The request was terminated because the entity is being throttled. Error code: 50009. Please wait 2 seconds and try again.",
    // https://learn.microsoft.com/azure/service-bus-messaging/service-bus-throttling: nothing was done, and trying again helps.
    [Fact]
    public async Task A_throttled_send_does_nothing_and_may_be_tried_again()
    {
        await using var world = new StandInWorld();
        world.Namespace.Faults.Throttle(StandInOperation.Send, times: 2);
        for (int i = 0; i < 2; i++)
        {
            var e = await Assert.ThrowsAsync<ServiceBusException>(() => world.SendAsync("one"));
            Assert.Equal((true, ServiceBusFailureReason.ServiceBusy), (e.IsTransient, e.Reason));
            Assert.Contains("50009", e.Message, StringComparison.Ordinal);
        }

        await world.SendAsync("one");
        Assert.Equal(1, world.Subscription.ActiveMessageCount);
    }

    // "It's also possible for an error at the client or network level to occur a moment earlier, and for a sent message to be committed into the queue, with the
    // acknowledgment not successfully returned to the client.", https://learn.microsoft.com/azure/service-bus-messaging/duplicate-detection
    [Fact]
    public async Task A_lost_answer_leaves_the_message_with_the_service()
    {
        await using var world = new StandInWorld();
        world.Namespace.Faults.LoseAnswer(StandInOperation.Send);
        Assert.Equal(ServiceBusFailureReason.ServiceTimeout, await StandInWorld.FailsAsync(() => world.SendAsync("one")));
        Assert.Equal(1, world.Subscription.ActiveMessageCount);
    }

    // The exception's own rule: ServiceBusException(string, ServiceBusFailureReason, …) in https://github.com/Azure/azure-sdk-for-net/blob/main/sdk/servicebus/Azure.Messaging.ServiceBus/src/Primitives/ServiceBusException.cs
    [Theory]
    [InlineData(ServiceBusFailureReason.ServiceBusy, true)]
    [InlineData(ServiceBusFailureReason.ServiceTimeout, true)]
    [InlineData(ServiceBusFailureReason.ServiceCommunicationProblem, true)]
    [InlineData(ServiceBusFailureReason.MessageLockLost, false)]
    [InlineData(ServiceBusFailureReason.MessageSizeExceeded, false)]
    [InlineData(ServiceBusFailureReason.QuotaExceeded, false)]
    [InlineData(ServiceBusFailureReason.MessagingEntityNotFound, false)]
    public void What_passes_by_itself_follows_from_the_reason(ServiceBusFailureReason reason, bool transient) =>
        Assert.Equal(transient, new ServiceBusException("x", reason).IsTransient);
}
