using System.Diagnostics;
using Azure.Messaging.ServiceBus;
using LiveOps.Tests.Harness.ServiceBusBroker.Entities;
using LiveOps.Tests.Harness.ServiceBusBroker.Faults;

namespace LiveOps.Tests.ServiceDefaults.Bus.ServiceBusBroker;

/// <summary>Peek-lock as https://learn.microsoft.com/azure/service-bus-messaging/message-transfers-locks-settlement describes it, and what the client makes of it.</summary>
public sealed partial class Locks_and_deliveries
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_locked_message_is_no_other_receivers_until_its_lock_ends_and_then_it_is_delivered_again_first()
    {
        await using var world = new BrokerWorld(subscription: options => options.LockDuration = TimeSpan.FromSeconds(30));
        await world.SendAsync("one", "two");
        ServiceBusReceivedMessage first = await world.ReceiveAsync();
        Assert.Equal(("one", 1), (first.Body.ToString(), first.DeliveryCount));
        ServiceBusReceiver other = world.Client.CreateReceiver("events", "progression");
        Assert.Equal("two", (await world.ReceiveAsync(other)).Body.ToString());
        world.Clock.Advance(TimeSpan.FromSeconds(29));
        Assert.Empty(await world.ReceiveNothingAsync(other));
        world.Clock.Advance(TimeSpan.FromSeconds(1));
        ServiceBusReceivedMessage again = await world.ReceiveAsync(other);
        Assert.Equal(("one", first.SequenceNumber), (again.Body.ToString(), again.SequenceNumber));
        Assert.InRange(again.DeliveryCount, 2, 9);
    }

    [Fact]
    public async Task A_completed_message_is_gone_and_settling_what_was_lost_fails_with_MessageLockLost()
    {
        await using var world = new BrokerWorld();
        await world.SendAsync("one");
        ServiceBusReceivedMessage message = await world.ReceiveAsync();
        await world.Receiver.CompleteMessageAsync(message, Cancellation);
        Assert.Equal(0, world.Subscription.ActiveMessageCount);
        Assert.Equal(ServiceBusFailureReason.MessageLockLost, await BrokerWorld.FailsAsync(() => world.Receiver.CompleteMessageAsync(message, Cancellation)));

        await world.SendAsync("two");
        message = await world.ReceiveAsync();
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(ServiceBusFailureReason.MessageLockLost, await BrokerWorld.FailsAsync(() => world.Receiver.CompleteMessageAsync(message, Cancellation)));
        Assert.Equal(ServiceBusFailureReason.MessageLockLost, await BrokerWorld.FailsAsync(() => world.Receiver.RenewMessageLockAsync(message, Cancellation)));
        Assert.Equal(1, world.Subscription.ActiveMessageCount);
    }

    [Fact]
    public async Task Renewing_begins_the_lock_anew_and_the_message_knows()
    {
        await using var world = new BrokerWorld();
        await world.SendAsync("one");
        ServiceBusReceivedMessage message = await world.ReceiveAsync();
        world.Clock.Advance(TimeSpan.FromSeconds(59));
        await world.Receiver.RenewMessageLockAsync(message, Cancellation);
        Assert.Equal(world.Clock.UtcNow.AddMinutes(1), message.LockedUntil);
        world.Clock.Advance(TimeSpan.FromSeconds(59));
        await world.Receiver.CompleteMessageAsync(message, Cancellation);
        Assert.Equal(0, world.Subscription.ActiveMessageCount);
    }

    [Fact]
    public async Task An_abandoned_message_comes_again_at_once_with_the_properties_it_was_given()
    {
        await using var world = new BrokerWorld();
        await world.SendAsync("one");
        await world.Receiver.AbandonMessageAsync(await world.ReceiveAsync(), new Dictionary<string, object> { ["failures"] = 1 }, Cancellation);
        ServiceBusReceivedMessage again = await world.ReceiveAsync();
        Assert.Equal((2, 1), (again.DeliveryCount, Assert.IsType<int>(again.ApplicationProperties["failures"])));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_broken_connection_drops_its_locks_or_keeps_them_as_the_test_has_it(bool keep)
    {
        await using var world = new BrokerWorld();
        await world.SendAsync("one");
        ServiceBusReceivedMessage message = await world.ReceiveAsync();
        world.Broker.BreakConnections(keep);
        await world.NoticedAsync();
        if (keep)
        {
            await world.Receiver.CompleteMessageAsync(message, Cancellation); // by $management
            Assert.Equal(0, world.Subscription.ActiveMessageCount);
        }
        else
        {
            Assert.Equal(ServiceBusFailureReason.MessageLockLost, await BrokerWorld.FailsAsync(() => world.Receiver.CompleteMessageAsync(message, Cancellation)));
            Assert.Equal(2, (await world.ReceiveAsync()).DeliveryCount);
        }
    }

    [Fact]
    public async Task With_its_link_gone_a_message_is_abandoned_and_dead_lettered_by_request_with_properties_and_reason()
    {
        await using var world = new BrokerWorld();
        await world.SendAsync("one", "two");
        ServiceBusReceivedMessage one = await world.ReceiveAsync(), two = await world.ReceiveAsync();
        world.Broker.BreakConnections(keepLocks: true);
        await world.NoticedAsync();
        await world.Receiver.AbandonMessageAsync(one, new Dictionary<string, object> { ["failures"] = 7 }, Cancellation);
        await world.Receiver.DeadLetterMessageAsync(two, new Dictionary<string, object> { ["more"] = "so" }, "reason", "description", Cancellation);
        Assert.Equal((2, 7), await Again());
        ServiceBusReceivedMessage letter = await world.ReceiveAsync(world.DeadLetters);
        Assert.Equal(("two", "reason", "description"), (letter.Body.ToString(), letter.DeadLetterReason, letter.DeadLetterErrorDescription));
        Assert.Equal("so", letter.ApplicationProperties["more"]);

        async Task<(int, int)> Again()
        {
            ServiceBusReceivedMessage again = await world.ReceiveAsync();
            return (again.DeliveryCount, (int)again.ApplicationProperties["failures"]);
        }
    }

    [Fact]
    public async Task Receiving_waits_for_the_first_message_and_returns_none_when_none_comes_in_time()
    {
        await using var world = new BrokerWorld();
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

    // With no call waiting the client gives back what its earlier credit still brings, and it comes again, uncounted.
    [Fact]
    public async Task What_comes_while_nobody_receives_is_given_back_and_not_counted()
    {
        await using var world = new BrokerWorld();
        Assert.Empty(await world.ReceiveNothingAsync()); // leaves credit of ten behind
        await world.SendAsync("one", "two", "three");
        await Until.TrueAsync(() => world.Subscription is { Wanted: 0, LockedMessageCount: 0 }, () => "they were not sent out and given back for as long as there was credit");
        Assert.Equal(3, world.Subscription.ActiveMessageCount);
        DateTimeOffset back = world.Clock.UtcNow;
        ServiceBusReceivedMessage[] received = await world.Taken.SoManyAsync(world.Receiver, 3);
        if (world.Clock.UtcNow == back)
            Assert.Equal([("one", 1), ("two", 1), ("three", 1)], received.Select(message => (message.Body.ToString(), message.DeliveryCount)));
    }

    [Fact]
    public async Task A_receiver_that_waits_gets_a_message_when_its_lock_ends()
    {
        await using var world = new BrokerWorld();
        await world.SendAsync("one");
        await world.ReceiveAsync();
        Task<IReadOnlyList<ServiceBusReceivedMessage>> receiving = world.Receiver.ReceiveMessagesAsync(10, TimeSpan.FromSeconds(20), Cancellation);
        await Until.TrueAsync(() => world.Subscription.Wanted > 0, () => "it does not wait");
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.InRange((await receiving is [var again] ? again : await world.ReceiveAsync()).DeliveryCount, 2, 9);
    }

    [Fact]
    public async Task Receive_and_delete_takes_the_message_out_at_once_and_settles_nothing()
    {
        await using var world = new BrokerWorld();
        await world.SendAsync("one");
        var options = new ServiceBusReceiverOptions { ReceiveMode = ServiceBusReceiveMode.ReceiveAndDelete };
        ServiceBusReceiver taking = world.Client.CreateReceiver("events", "progression", options);
        ServiceBusReceivedMessage message = await world.ReceiveAsync(taking);
        Assert.Equal(0, world.Subscription.ActiveMessageCount);
        await Assert.ThrowsAsync<InvalidOperationException>(() => taking.CompleteMessageAsync(message, Cancellation));
    }

    [Fact]
    public async Task Peeking_sees_locked_messages_locks_none_and_goes_on_where_it_was()
    {
        await using var world = new BrokerWorld();
        await world.SendAsync("one", "two", "three");
        await world.ReceiveAsync();
        Assert.Equal(["one", "two"], (await world.Receiver.PeekMessagesAsync(2, cancellationToken: Cancellation)).Select(message => message.Body.ToString()));
        Assert.Equal(["three"], (await world.Receiver.PeekMessagesAsync(2, cancellationToken: Cancellation)).Select(message => message.Body.ToString()));
        Assert.Empty(await world.Receiver.PeekMessagesAsync(2, cancellationToken: Cancellation));
        Assert.Equal(["two"], (await world.Receiver.PeekMessagesAsync(1, 2, Cancellation)).Select(message => message.Body.ToString()));
        Assert.Equal("two", (await world.ReceiveAsync()).Body.ToString());
    }

    [Fact]
    public async Task Every_subscription_has_its_own_copy_and_a_later_one_gets_only_what_is_sent_later()
    {
        await using var world = new BrokerWorld();
        await world.SendAsync("one");
        BrokerSubscription later = world.Topic.CreateSubscription("leaderboard");
        await world.SendAsync("two");
        await world.Receiver.CompleteMessageAsync(await world.ReceiveAsync(), Cancellation);
        Assert.Equal((1, 1), (world.Subscription.ActiveMessageCount, later.ActiveMessageCount));
        Assert.Equal("two", (await world.ReceiveAsync(world.Client.CreateReceiver("events", "leaderboard"))).Body.ToString());
    }

    [Theory]
    [InlineData(BrokerOperation.Complete)]
    [InlineData(BrokerOperation.Abandon)]
    [InlineData(BrokerOperation.DeadLetter)]
    [InlineData(BrokerOperation.RenewLock)]
    [InlineData(BrokerOperation.Peek)]
    public async Task Settling_renewing_and_peeking_fail_as_asked_once(BrokerOperation operation)
    {
        await using var world = new BrokerWorld(tryFor: TimeSpan.FromSeconds(2));
        await world.SendAsync("one");
        ServiceBusReceivedMessage message = await world.ReceiveAsync();
        Func<Task> act = operation switch
        {
            BrokerOperation.Complete => () => world.Receiver.CompleteMessageAsync(message, Cancellation),
            BrokerOperation.Abandon => () => world.Receiver.AbandonMessageAsync(message, null, Cancellation),
            BrokerOperation.DeadLetter => () => world.Receiver.DeadLetterMessageAsync(message, "reason", null, Cancellation),
            BrokerOperation.RenewLock => () => world.Receiver.RenewMessageLockAsync(message, Cancellation),
            _ => () => world.Receiver.PeekMessageAsync(null, Cancellation),
        };
        world.Broker.Faults.Fail(operation, ServiceBusFailureReason.ServiceTimeout);
        Assert.Equal(ServiceBusFailureReason.ServiceTimeout, await BrokerWorld.FailsAsync(act));
        world.Broker.Faults.NeverAnswer(operation);
        Assert.Equal(ServiceBusFailureReason.ServiceTimeout, await BrokerWorld.FailsAsync(act));
        await act();
    }

    [Fact]
    public async Task A_link_that_is_closed_with_an_error_makes_receiving_return_nothing_at_once_and_the_next_call_opens_another()
    {
        await using var world = new BrokerWorld();
        world.Broker.Faults.Fail(BrokerOperation.Receive, ServiceBusFailureReason.MessagingEntityDisabled);
        await world.SendAsync("one");
        var watch = Stopwatch.StartNew();
        Assert.Empty(await world.Receiver.ReceiveMessagesAsync(1, TimeSpan.FromSeconds(30), Cancellation));
        Assert.InRange(watch.ElapsedMilliseconds, 0, 20_000);
        Assert.Equal("one", (await world.ReceiveAsync()).Body.ToString());
    }
}
