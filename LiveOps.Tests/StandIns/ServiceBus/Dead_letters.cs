using Azure.Messaging.ServiceBus;

namespace LiveOps.Tests.StandIns.ServiceBus;

/// <summary>The dead-letter queue as https://learn.microsoft.com/azure/service-bus-messaging/service-bus-dead-letter-queues describes it.</summary>
public sealed class Dead_letters
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    // "Whenever a message has been delivered under a peek-lock, but has been either explicitly abandoned or the lock has expired, the delivery count on the
    // message is incremented. When the delivery count exceeds the limit, the message is moved to the DLQ. The dead-letter reason … is set to: MaxDeliveryCountExceeded."
    [Fact]
    public async Task After_the_most_deliveries_abandoned_or_timed_out_a_message_is_a_dead_letter_with_the_services_reason()
    {
        await using var world = new StandInWorld(subscription: options => options.MaxDeliveryCount = 3);
        await world.SendAsync("one");
        await world.Receiver.AbandonMessageAsync(await world.ReceiveAsync(), cancellationToken: Cancellation);
        await world.ReceiveAsync();
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        ServiceBusReceivedMessage last = await world.ReceiveAsync();
        Assert.Equal(3, last.DeliveryCount);
        await world.Receiver.AbandonMessageAsync(last, cancellationToken: Cancellation);
        Assert.Equal((0, 1), (world.Subscription.ActiveMessageCount, world.Subscription.DeadLetterMessageCount));
        ServiceBusReceivedMessage letter = await world.ReceiveAsync(world.DeadLetters);
        Assert.Equal(("one", "MaxDeliveryCountExceeded"), (letter.Body.ToString(), letter.DeadLetterReason));
    }

    // "An application can also explicitly move messages to the DLQ": reason and description are properties of the message. The sequence number "will only be
    // changed once the message state changes to Active from scheduled", https://github.com/MicrosoftDocs/azure-docs/issues/97032
    [Fact]
    public async Task A_dead_lettered_message_keeps_its_number_and_properties_and_gets_reason_description_and_more()
    {
        await using var world = new StandInWorld();
        var sent = StandInWorld.Message("one", "id-1");
        sent.ApplicationProperties["kind"] = 1;
        await world.Sender.SendMessageAsync(sent, Cancellation);
        ServiceBusReceivedMessage message = await world.ReceiveAsync();
        await world.Receiver.DeadLetterMessageAsync(message, new Dictionary<string, object> { ["more"] = "so" }, "Unreadable", "no such kind", Cancellation);
        ServiceBusReceivedMessage letter = Assert.Single(await world.DeadLetters.PeekMessagesAsync(10, 0, Cancellation));
        Assert.Equal((message.SequenceNumber, "id-1", "Unreadable", "no such kind"), (letter.SequenceNumber, letter.MessageId, letter.DeadLetterReason, letter.DeadLetterErrorDescription));
        Assert.Equal((1, "so"), ((int)letter.ApplicationProperties["kind"], (string)letter.ApplicationProperties["more"]));
    }

    // "There's no automatic cleanup of the DLQ. Messages remain in the DLQ until you explicitly retrieve them from the DLQ and complete the dead-letter message."
    // "time-to-live isn't observed, and you can't dead-letter a message from a DLQ. The dead-letter queue fully supports peek-lock delivery". Deliveries there are
    // not counted: https://github.com/Azure/azure-sdk-for-net/issues/53437
    [Fact]
    public async Task Dead_letters_are_locked_and_completed_like_messages_but_never_counted_and_never_dead_lettered()
    {
        await using var world = new StandInWorld(subscription: options => options.MaxDeliveryCount = 1);
        await world.SendAsync("one");
        await world.Receiver.AbandonMessageAsync(await world.ReceiveAsync(), cancellationToken: Cancellation);
        int deliveries = (await world.DeadLetters.PeekMessagesAsync(1, 0, Cancellation))[0].DeliveryCount;
        for (int i = 0; i < 5; i++)
        {
            ServiceBusReceivedMessage letter = await world.ReceiveAsync(world.DeadLetters);
            Assert.Equal(deliveries, letter.DeliveryCount);
            Assert.Equal(
                ServiceBusFailureReason.GeneralError,
                await StandInWorld.FailsAsync(() => world.DeadLetters.DeadLetterMessageAsync(letter, new Dictionary<string, object>(), "again", null, Cancellation)));
            await world.DeadLetters.AbandonMessageAsync(letter, cancellationToken: Cancellation);
        }

        await world.DeadLetters.CompleteMessageAsync(await world.ReceiveAsync(world.DeadLetters), Cancellation);
        Assert.Equal(0, world.Subscription.DeadLetterMessageCount);
    }

    // deadLetterReason: "cannot exceed 4096 characters", https://learn.microsoft.com/dotnet/api/azure.messaging.servicebus.servicebusreceiver.deadlettermessageasync
    [Fact]
    public async Task Reasons_are_of_bounded_length()
    {
        await using var world = new StandInWorld();
        await world.SendAsync("one");
        ServiceBusReceivedMessage message = await world.ReceiveAsync();
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() =>
            world.Receiver.DeadLetterMessageAsync(message, new Dictionary<string, object>(), new string('r', 4097), null, Cancellation));
    }
}
