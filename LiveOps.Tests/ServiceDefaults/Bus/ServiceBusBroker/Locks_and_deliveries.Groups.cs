using Azure.Messaging.ServiceBus;
using LiveOps.Tests.Harness.ServiceBusBroker;

namespace LiveOps.Tests.ServiceDefaults.Bus.ServiceBusBroker;

/// <content>Several messages at once, and prefetching.</content>
public sealed partial class Locks_and_deliveries
{
    [Fact]
    public async Task A_group_comes_at_once_and_what_is_left_in_the_next()
    {
        await using var world = new BrokerWorld();
        for (int i = 0; i < 10; i++)
            await world.Sender.SendMessagesAsync([.. Enumerable.Range(0, 10).Select(n => BrokerWorld.Message($"{i}-{n}"))], Cancellation);
        HashSet<string> bodies = [];
        int groups = 0;
        for (var patience = new Patience(); bodies.Count < 100;)
        {
            IReadOnlyList<ServiceBusReceivedMessage> group = await world.Taken.SomeAsync(world.Receiver, 64);
            Assert.InRange(group.Count, 0, 64);
            groups += group.Count > 0 ? 1 : 0;
            Assert.False(patience.IsOver, $"{bodies.Count} came");
            Assert.All(group, message => Assert.True(bodies.Add(message.Body.ToString())));
            await Task.WhenAll(group.Select(message => world.Receiver.CompleteMessageAsync(message, Cancellation)));
        }

        Assert.InRange(groups, 2, 50); // the client takes what is there, and waits 20 ms for the rest
        Assert.Equal(0, world.Subscription.ActiveMessageCount);
    }

    [Fact]
    public async Task With_prefetch_a_thousand_messages_come_once_each_to_two_receivers()
    {
        await using var world = new BrokerWorld();
        for (int i = 0; i < 10; i++)
            await world.Sender.SendMessagesAsync([.. Enumerable.Range(0, 100).Select(n => BrokerWorld.Message($"{i}-{n}"))], Cancellation);
        HashSet<string> seen = [];
        DateTimeOffset sent = world.Clock.UtcNow;
        await Task.WhenAll(ReadAsync(), ReadAsync());
        Assert.Equal((1000, 0), (seen.Count, world.Subscription.ActiveMessageCount));

        async Task ReadAsync()
        {
            ServiceBusReceiver receiver = world.Client.CreateReceiver("events", "progression", new ServiceBusReceiverOptions { PrefetchCount = 50 });
            for (var patience = new Patience(); world.Subscription.ActiveMessageCount > 0; Assert.False(patience.IsOver, "the last never came"))
            {
                IReadOnlyList<ServiceBusReceivedMessage> group = await world.Taken.SomeAsync(receiver, 20, TimeSpan.FromMilliseconds(100));
                lock (seen)
                    Assert.All(group, message => Assert.True(seen.Add(message.Body.ToString()) || AreLocksOver()));
                await Task.WhenAll(group.Select(message => CompleteAsync(receiver, message)));
            }
        }

        // What had been prefetched when a message was lost to a client comes again with it.
        async Task CompleteAsync(ServiceBusReceiver receiver, ServiceBusReceivedMessage message)
        {
            try
            {
                await receiver.CompleteMessageAsync(message, Cancellation);
            }
            catch (ServiceBusException e) when (e.Reason == ServiceBusFailureReason.MessageLockLost && AreLocksOver())
            {
                // It is another's by now.
            }
        }

        bool AreLocksOver() => world.Clock.UtcNow > sent;
    }

    [Fact]
    public async Task What_a_client_was_given_and_never_saw_comes_when_its_lock_ends_though_the_clock_stands_still()
    {
        await using var world = new BrokerWorld();
        await world.SendAsync("one", "two");
        await world.ReceiveAsync(); // and is never settled
        var taken = new MessagesTaken(world.Clock, TimeSpan.FromMilliseconds(500));
        ServiceBusReceiver other = world.Client.CreateReceiver("events", "progression");
        await other.CompleteMessageAsync(await taken.OneAsync(other), Cancellation);
        ServiceBusReceivedMessage again = await taken.OneAsync(other);
        Assert.InRange(again.DeliveryCount, 2, 9);
        Assert.True(world.Clock.UtcNow > again.EnqueuedTime);
        Assert.Equal(["one"], (await taken.SoManyAsync(other, 1)).Select(message => message.Body.ToString()));
    }

    [Fact]
    public async Task What_a_client_prefetched_and_never_took_comes_again_when_it_closes()
    {
        await using var world = new BrokerWorld();
        await world.SendAsync("one", "two", "three");
        await using (ServiceBusClient dead = world.NewClient())
        {
            ServiceBusReceiver receiver = dead.CreateReceiver("events", "progression", new ServiceBusReceiverOptions { PrefetchCount = 10 });
            await world.ReceiveAsync(receiver);
            await Until.TrueAsync(() => world.Subscription is { Wanted: > 0 and < 10, IsSending: false }, () => "the others were not sent out");
            await receiver.PeekMessageAsync(0, Cancellation); // its answer comes after them: what is under way when the client closes stays locked, and does not come again yet
        }

        DateTimeOffset closed = world.Clock.UtcNow;
        ServiceBusReceivedMessage[] again = await world.Taken.SoManyAsync(world.Receiver, 2);
        if (world.Clock.UtcNow == closed) // a client that closes gives them back one by one, in no order of ours
            Assert.Equal([("three", 1), ("two", 1)], again.Select(message => (message.Body.ToString(), message.DeliveryCount)).Order());
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        await world.Taken.SoManyAsync(world.Receiver, 3);
    }
}
