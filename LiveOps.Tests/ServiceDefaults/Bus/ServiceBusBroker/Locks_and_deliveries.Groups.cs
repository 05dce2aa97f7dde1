using Azure.Messaging.ServiceBus;

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
            IReadOnlyList<ServiceBusReceivedMessage> group = await world.Receiver.ReceiveMessagesAsync(64, TimeSpan.FromSeconds(30), Cancellation);
            Assert.InRange(group.Count, 0, 64);
            if (group.Count > 0)
                groups++;
            else // on a machine with much to do a client may not see what it was given: it comes again when its locks end
                world.Clock.Advance(TimeSpan.FromMinutes(1));
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
        async Task ReadAsync()
        {
            ServiceBusReceiver receiver = world.Client.CreateReceiver("events", "progression", new ServiceBusReceiverOptions { PrefetchCount = 50 });
            while (world.Subscription.ActiveMessageCount > 0)
            {
                IReadOnlyList<ServiceBusReceivedMessage> group = await receiver.ReceiveMessagesAsync(20, TimeSpan.FromMilliseconds(100), Cancellation);
                lock (seen)
                    Assert.All(group, message => Assert.True(seen.Add(message.Body.ToString())));
                await Task.WhenAll(group.Select(message => receiver.CompleteMessageAsync(message, Cancellation)));
            }
        }

        await Task.WhenAll(ReadAsync(), ReadAsync());
        Assert.Equal((1000, 0), (seen.Count, world.Subscription.ActiveMessageCount));
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
        ServiceBusReceivedMessage[] again = await TakeAsync(2);
        if (world.Clock.UtcNow == closed) // a client that closes gives them back one by one, in no order of ours
            Assert.Equal([("three", 1), ("two", 1)], again.Select(message => (message.Body.ToString(), message.DeliveryCount)).Order());
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        await TakeAsync(3);

        // Each once. What a machine with much to do had under way when the client closed comes when its lock ends.
        async Task<ServiceBusReceivedMessage[]> TakeAsync(int count)
        {
            Dictionary<string, ServiceBusReceivedMessage> taken = [];
            for (var patience = new Patience(); taken.Count < count; Assert.False(patience.IsOver, "they never came"))
            {
                IReadOnlyList<ServiceBusReceivedMessage> group = await world.Receiver.ReceiveMessagesAsync(10, TimeSpan.FromSeconds(15), Cancellation);
                if (group.Count == 0)
                    world.Clock.Advance(TimeSpan.FromMinutes(1));
                foreach (ServiceBusReceivedMessage message in group)
                    taken.TryAdd(message.Body.ToString(), message);
            }

            return [.. taken.Values];
        }
    }
}
