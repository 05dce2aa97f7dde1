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
        for (; bodies.Count < 100; groups++)
        {
            IReadOnlyList<ServiceBusReceivedMessage> group = await world.Receiver.ReceiveMessagesAsync(64, TimeSpan.FromSeconds(5), Cancellation);
            Assert.InRange(group.Count, 1, 64);
            Assert.All(group, message => Assert.True(bodies.Add(message.Body.ToString())));
            await Task.WhenAll(group.Select(message => world.Receiver.CompleteMessageAsync(message, Cancellation)));
        }

        Assert.InRange(groups, 2, 20); // the client takes what is there, and waits 20 ms for the rest
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

        Assert.Equal([("two", 1), ("three", 1)], (await TakeAsync(2)).Select(message => (message.Body.ToString(), message.DeliveryCount)));
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(3, (await TakeAsync(3)).Count);

        async Task<List<ServiceBusReceivedMessage>> TakeAsync(int count)
        {
            List<ServiceBusReceivedMessage> taken = [];
            for (var patience = new Patience(); taken.Count < count; Assert.False(patience.IsOver, "they never came"))
                taken.AddRange(await world.Receiver.ReceiveMessagesAsync(10, TimeSpan.FromSeconds(5), Cancellation));
            return taken;
        }
    }
}
