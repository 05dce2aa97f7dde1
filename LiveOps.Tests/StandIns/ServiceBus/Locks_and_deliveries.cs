using Azure.Messaging.ServiceBus;
using Azure.Messaging.ServiceBus.Broker;

namespace LiveOps.Tests.StandIns.ServiceBus;

/// <summary>
/// Peek-lock as https://learn.microsoft.com/azure/service-bus-messaging/message-transfers-locks-settlement describes it; where a rule stands elsewhere, its test says where.
/// </summary>
public sealed class Locks_and_deliveries
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_locked_message_is_no_other_receivers_until_its_lock_ends_and_then_it_is_delivered_again_first()
    {
        await using var world = new StandInWorld(subscription: options => options.LockDuration = TimeSpan.FromSeconds(30));
        await world.SendAsync("one", "two");
        ServiceBusReceivedMessage first = await world.ReceiveAsync();
        Assert.Equal(("one", 1), (first.Body.ToString(), first.DeliveryCount));
        ServiceBusReceiver other = world.Client.CreateReceiver("events", "progression");
        Assert.Equal("two", (await world.ReceiveAsync(other)).Body.ToString());
        world.Clock.Advance(TimeSpan.FromSeconds(29));
        Assert.Empty(await other.PeekMessagesAsync(10, 3, Cancellation));
        world.Clock.Advance(TimeSpan.FromSeconds(1));
        ServiceBusReceivedMessage again = await world.ReceiveAsync(other);
        Assert.Equal(("one", 2, first.SequenceNumber), (again.Body.ToString(), again.DeliveryCount, again.SequenceNumber));
    }

    // "The receiving client initiates settlement of a received message with a positive acknowledgment when it calls Complete"
    [Fact]
    public async Task A_completed_message_is_gone_and_settling_what_was_lost_fails_with_MessageLockLost()
    {
        await using var world = new StandInWorld();
        await world.SendAsync("one");
        ServiceBusReceivedMessage message = await world.ReceiveAsync();
        await world.Receiver.CompleteMessageAsync(message, Cancellation);
        Assert.Equal(0, world.Subscription.ActiveMessageCount);
        Assert.Equal(ServiceBusFailureReason.MessageLockLost, await StandInWorld.FailsAsync(() => world.Receiver.CompleteMessageAsync(message, Cancellation)));

        await world.SendAsync("two");
        message = await world.ReceiveAsync();
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(ServiceBusFailureReason.MessageLockLost, await StandInWorld.FailsAsync(() => world.Receiver.CompleteMessageAsync(message, Cancellation)));
        Assert.Equal(ServiceBusFailureReason.MessageLockLost, await StandInWorld.FailsAsync(() => world.Receiver.RenewMessageLockAsync(message, Cancellation)));
        Assert.Equal(1, world.Subscription.ActiveMessageCount);
    }

    // "The duration of the lock is initially defined at the queue or subscription level and can be extended by the client owning the lock, via the RenewLock operation"
    [Fact]
    public async Task Renewing_begins_the_lock_anew_and_the_message_knows()
    {
        await using var world = new StandInWorld();
        await world.SendAsync("one");
        ServiceBusReceivedMessage message = await world.ReceiveAsync();
        Assert.Equal(world.Clock.UtcNow.AddMinutes(1), message.LockedUntil);
        world.Clock.Advance(TimeSpan.FromSeconds(59));
        await world.Receiver.RenewMessageLockAsync(message, Cancellation);
        Assert.Equal(world.Clock.UtcNow.AddMinutes(1), message.LockedUntil);
        world.Clock.Advance(TimeSpan.FromSeconds(59));
        await world.Receiver.CompleteMessageAsync(message, Cancellation);
        Assert.Equal(0, world.Subscription.ActiveMessageCount);
    }

    // "it can explicitly ask for the message to be released and unlocked instantly by calling Abandon"; properties: IDictionary propertiesToModify of
    // https://learn.microsoft.com/dotnet/api/azure.messaging.servicebus.servicebusreceiver.abandonmessageasync
    [Fact]
    public async Task An_abandoned_message_comes_again_at_once_with_the_properties_it_was_given()
    {
        await using var world = new StandInWorld();
        await world.SendAsync("one");
        await world.Receiver.AbandonMessageAsync(await world.ReceiveAsync(), new Dictionary<string, object> { ["failures"] = 1 }, Cancellation);
        ServiceBusReceivedMessage again = await world.ReceiveAsync();
        Assert.Equal((2, 1), (again.DeliveryCount, Assert.IsType<int>(again.ApplicationProperties["failures"])));
    }

    // "If the reason is a broken network connection, the lock is dropped since Service Bus does not support recovery of existing AMQP links on a different connection."
    [Fact]
    public async Task A_broken_connection_drops_its_locks()
    {
        await using var world = new StandInWorld();
        await world.SendAsync("one");
        ServiceBusReceivedMessage message = await world.ReceiveAsync();
        world.Namespace.BreakConnections();
        Assert.Equal(ServiceBusFailureReason.MessageLockLost, await StandInWorld.FailsAsync(() => world.Receiver.CompleteMessageAsync(message, Cancellation)));
        Assert.Equal(2, (await world.ReceiveAsync()).DeliveryCount);
    }

    // maxWaitTime: "the maximum time to wait for the first message before returning an empty list if no messages are available",
    // https://learn.microsoft.com/dotnet/api/azure.messaging.servicebus.servicebusreceiver.receivemessagesasync
    [Fact]
    public async Task Receiving_waits_for_the_first_message_and_returns_none_when_none_comes_in_time()
    {
        await using var world = new StandInWorld();
        Assert.Empty(await world.ReceiveNothingAsync());

        Task<IReadOnlyList<ServiceBusReceivedMessage>> receiving = world.Receiver.ReceiveMessagesAsync(10, TimeSpan.FromSeconds(5), Cancellation);
        Assert.False(receiving.IsCompleted);
        await world.SendAsync("one");
        Assert.Equal("one", Assert.Single(await receiving).Body.ToString());

        using var stop = new CancellationTokenSource();
        receiving = world.Receiver.ReceiveMessagesAsync(10, TimeSpan.FromSeconds(5), stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => receiving);
    }

    // "When the lock on a message is explicitly released or when the lock expires, the message pops back up": also for who waits already.
    [Fact]
    public async Task A_receiver_that_waits_gets_a_message_when_its_lock_ends()
    {
        await using var world = new StandInWorld();
        await world.SendAsync("one");
        await world.ReceiveAsync();
        Task<IReadOnlyList<ServiceBusReceivedMessage>> receiving = world.Receiver.ReceiveMessagesAsync(10, TimeSpan.FromMinutes(5), Cancellation);
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(2, Assert.Single(await receiving).DeliveryCount);
    }

    // Receive-and-Delete: "consider all messages it sends to the receiving client as settled when sent"
    [Fact]
    public async Task Receive_and_delete_takes_the_message_out_at_once_and_settles_nothing()
    {
        await using var world = new StandInWorld();
        await world.SendAsync("one");
        ServiceBusReceiver taking = world.Client.CreateReceiver("events", "progression", new ServiceBusReceiverOptions { ReceiveMode = ServiceBusReceiveMode.ReceiveAndDelete });
        ServiceBusReceivedMessage message = await world.ReceiveAsync(taking);
        Assert.Equal(0, world.Subscription.ActiveMessageCount);
        await Assert.ThrowsAsync<InvalidOperationException>(() => taking.CompleteMessageAsync(message, Cancellation));
    }

    // https://learn.microsoft.com/azure/service-bus-messaging/message-browsing: peeking returns locked messages too, in order of sequence numbers,
    // and called repeatedly enumerates; it "can be seeded with a SequenceNumber".
    [Fact]
    public async Task Peeking_sees_locked_messages_locks_none_and_goes_on_where_it_was()
    {
        await using var world = new StandInWorld();
        await world.SendAsync("one", "two", "three");
        await world.ReceiveAsync();
        Assert.Equal(["one", "two"], (await world.Receiver.PeekMessagesAsync(2, cancellationToken: Cancellation)).Select(message => message.Body.ToString()));
        Assert.Equal(["three"], (await world.Receiver.PeekMessagesAsync(2, cancellationToken: Cancellation)).Select(message => message.Body.ToString()));
        Assert.Empty(await world.Receiver.PeekMessagesAsync(2, cancellationToken: Cancellation));
        Assert.Equal(["two"], (await world.Receiver.PeekMessagesAsync(1, 2, Cancellation)).Select(message => message.Body.ToString()));
        Assert.Equal("two", (await world.ReceiveAsync()).Body.ToString());
    }

    // https://learn.microsoft.com/azure/service-bus-messaging/service-bus-queues-topics-subscriptions: "a subscription to a topic resembles a virtual queue that receives copies of the messages that are sent to the topic"
    [Fact]
    public async Task Every_subscription_has_its_own_copy_and_a_later_one_gets_only_what_is_sent_later()
    {
        await using var world = new StandInWorld();
        await world.SendAsync("one");
        StandInSubscription later = world.Topic.CreateSubscription("leaderboard");
        await world.SendAsync("two");
        await world.Receiver.CompleteMessageAsync(await world.ReceiveAsync(), Cancellation);
        Assert.Equal((1, 1), (world.Subscription.ActiveMessageCount, later.ActiveMessageCount));
        Assert.Equal("two", (await world.ReceiveAsync(world.Client.CreateReceiver("events", "leaderboard"))).Body.ToString());
    }

    // ServiceBusFailureReason.MessagingEntityNotFound: https://learn.microsoft.com/azure/service-bus-messaging/service-bus-messaging-exceptions-latest
    [Fact]
    public async Task What_is_not_there_is_MessagingEntityNotFound()
    {
        await using var world = new StandInWorld();
        Assert.Equal(
            ServiceBusFailureReason.MessagingEntityNotFound,
            await StandInWorld.FailsAsync(() => world.Client.CreateSender("nothing").SendMessageAsync(StandInWorld.Message("x"), Cancellation)));
        Assert.Equal(
            ServiceBusFailureReason.MessagingEntityNotFound,
            await StandInWorld.FailsAsync(() => world.Client.CreateReceiver("events", "nobody").ReceiveMessagesAsync(1, TimeSpan.FromSeconds(1), Cancellation)));
    }

    [Fact]
    public void A_namespace_that_is_not_of_this_process_is_refused_with_a_sentence()
    {
        const string Real = "Endpoint=sb://liveops.servicebus.windows.net/;SharedAccessKeyName=x;SharedAccessKey=y";
        Assert.Contains("UseAspire=true", Assert.Throws<NotSupportedException>(() => new ServiceBusClient(Real)).Message, StringComparison.Ordinal);
        Assert.Throws<FormatException>(() => new ServiceBusClient("no endpoint here"));
    }
}
