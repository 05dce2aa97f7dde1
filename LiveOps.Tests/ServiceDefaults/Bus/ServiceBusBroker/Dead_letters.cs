using Azure.Messaging.ServiceBus;

namespace LiveOps.Tests.ServiceDefaults.Bus.ServiceBusBroker;

/// <summary>The dead-letter queue as https://learn.microsoft.com/azure/service-bus-messaging/service-bus-dead-letter-queues describes it.</summary>
public sealed class Dead_letters
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task After_the_most_deliveries_abandoned_or_timed_out_a_message_is_a_dead_letter_with_the_services_reason()
    {
        await using var world = new BrokerWorld(subscription: options => options.MaxDeliveryCount = 3);
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

    [Fact]
    public async Task A_dead_lettered_message_keeps_its_number_and_properties_and_gets_reason_description_and_more()
    {
        await using var world = new BrokerWorld();
        var sent = BrokerWorld.Message("one", "id-1");
        sent.ApplicationProperties["kind"] = 1;
        await world.Sender.SendMessageAsync(sent, Cancellation);
        ServiceBusReceivedMessage message = await world.ReceiveAsync();
        var properties = new Dictionary<string, object> { ["more"] = "so", ["at"] = 5L };
        await world.Receiver.DeadLetterMessageAsync(message, properties, "Unreadable", "no such kind", Cancellation);
        ServiceBusReceivedMessage letter = Assert.Single(await world.DeadLetters.PeekMessagesAsync(10, 0, Cancellation));
        Assert.Equal(
            (message.SequenceNumber, "id-1", "Unreadable", "no such kind"),
            (letter.SequenceNumber, letter.MessageId, letter.DeadLetterReason, letter.DeadLetterErrorDescription));
        Assert.Equal([1, "so", 5L], new[] { "kind", "more", "at" }.Select(name => letter.ApplicationProperties[name]));
    }

    [Fact]
    public async Task A_message_may_be_dead_lettered_without_a_word()
    {
        await using var world = new BrokerWorld();
        await world.SendAsync("one");
        await world.Receiver.DeadLetterMessageAsync(await world.ReceiveAsync(), cancellationToken: Cancellation);
        Assert.Null((await world.ReceiveAsync(world.DeadLetters)).DeadLetterReason);
    }

    // Deliveries there are not counted: https://github.com/Azure/azure-sdk-for-net/issues/53437. That a received message tells one delivery more than a peeked one is the client's.
    [Fact]
    public async Task Dead_letters_are_locked_and_completed_like_messages_but_never_counted_and_never_dead_lettered()
    {
        await using var world = new BrokerWorld(subscription: options => options.MaxDeliveryCount = 1);
        await world.SendAsync("one");
        await world.Receiver.AbandonMessageAsync(await world.ReceiveAsync(), cancellationToken: Cancellation);
        Assert.Equal(1, (await world.DeadLetters.PeekMessagesAsync(1, 0, Cancellation))[0].DeliveryCount);
        for (int i = 0; i < 5; i++)
        {
            ServiceBusReceivedMessage letter = await world.ReceiveAsync(world.DeadLetters);
            Assert.Equal(2, letter.DeliveryCount);
            await Assert.ThrowsAsync<InvalidOperationException>(() => world.DeadLetters.DeadLetterMessageAsync(letter, "again", null, Cancellation));
            world.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        await world.DeadLetters.CompleteMessageAsync(await world.ReceiveAsync(world.DeadLetters), Cancellation);
        Assert.Equal(0, world.Subscription.DeadLetterMessageCount);
    }

    [Fact]
    public async Task Reasons_are_of_bounded_length()
    {
        await using var world = new BrokerWorld();
        await world.SendAsync("one");
        ServiceBusReceivedMessage message = await world.ReceiveAsync();
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() =>
            world.Receiver.DeadLetterMessageAsync(message, new Dictionary<string, object>(), new string('r', 4097), null, Cancellation));
    }
}
