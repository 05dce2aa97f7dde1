using System.Diagnostics;
using System.Net.Sockets;
using Azure.Messaging.ServiceBus;
using Azure.Messaging.ServiceBus.Administration;
using LiveOps.Tests.Harness.ServiceBusBroker;
using LiveOps.Tests.Harness.ServiceBusBroker.Faults;

namespace LiveOps.Tests.ServiceDefaults.Bus.ServiceBusBroker;

/// <summary>Connections, how they break and close, and what else there is to be reached.</summary>
public sealed class Reaching_the_broker
{
    // So much longer than anything takes, also on a machine with much to do, that it is seen whether it is waited for.
    private static readonly TimeSpan Try = 2 * Patience.Whole;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Counts_are_told_by_the_real_client_of_the_administration()
    {
        await using var world = new BrokerWorld();
        var options = new ServiceBusAdministrationClientOptions { Retry = { MaxRetries = 1, Delay = TimeSpan.FromMilliseconds(10) } };
        var administration = new ServiceBusAdministrationClient(world.Broker.AdministrationConnectionString, options);
        await world.SendAsync("one", "two", "three");
        await world.Receiver.DeadLetterMessageAsync(await world.ReceiveAsync(), "reason", null, Cancellation);
        SubscriptionRuntimeProperties told = await administration.GetSubscriptionRuntimePropertiesAsync("events", "progression", Cancellation);
        Assert.Equal((2L, 1L, 3L, "progression"), (told.ActiveMessageCount, told.DeadLetterMessageCount, told.TotalMessageCount, told.SubscriptionName));
        Assert.Equal(
            ServiceBusFailureReason.MessagingEntityNotFound,
            await BrokerWorld.FailsAsync(() => administration.GetSubscriptionRuntimePropertiesAsync("events", "nobody", Cancellation)));
        world.Broker.Faults.MayAdminister = false;
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => administration.GetSubscriptionRuntimePropertiesAsync("events", "progression", Cancellation));
        world.Broker.Faults.Clear();
        world.Broker.Faults.Fail(BrokerOperation.Administer, ServiceBusFailureReason.GeneralError, times: 100);
        Assert.Equal(
            ServiceBusFailureReason.GeneralError,
            await BrokerWorld.FailsAsync(() => administration.GetSubscriptionRuntimePropertiesAsync("events", "progression", Cancellation)));
        world.Broker.IsDown = true;
        await Assert.ThrowsAsync<AggregateException>(() => administration.GetSubscriptionRuntimePropertiesAsync("events", "progression", Cancellation));
    }

    [Fact]
    public async Task Out_of_reach_everything_fails_soon_and_when_it_is_back_the_same_client_goes_on()
    {
        await using var world = new BrokerWorld(tryFor: Try);
        await world.SendAsync("one");
        ServiceBusReceivedMessage message = await world.ReceiveAsync();
        world.Broker.IsDown = true;
        var watch = Stopwatch.StartNew();
        foreach ((string name, Func<Task> act) in new (string, Func<Task>)[]
        {
            ("send", () => world.SendAsync("two")),
            ("send again", () => world.SendAsync("two")),
            ("batch", async () => await world.Client.CreateSender("events").CreateMessageBatchAsync(Cancellation)),
            ("receive", () => world.Receiver.ReceiveMessagesAsync(1, TimeSpan.FromSeconds(2), Cancellation)),
            ("peek", () => world.Receiver.PeekMessageAsync(null, Cancellation)),
            ("complete", () => world.Receiver.CompleteMessageAsync(message, Cancellation)),
            ("renew", () => world.Receiver.RenewMessageLockAsync(message, Cancellation)),
        })
        {
            Exception? e = await Record.ExceptionAsync(act);
            Assert.True(e is ServiceBusException { Reason: ServiceBusFailureReason.ServiceCommunicationProblem }, $"{name}: {e}");
        }

        Assert.InRange(watch.Elapsed, TimeSpan.Zero, Patience.Whole); // less than one try
        world.Broker.IsDown = false;
        await world.SendAsync("three");
        await world.Receiver.CompleteMessageAsync(message, Cancellation);
        Assert.Equal("three", (await world.ReceiveAsync()).Body.ToString());
    }

    [Fact]
    public async Task A_receiver_that_waits_while_connections_break_goes_on()
    {
        await using var world = new BrokerWorld(tryFor: Try);
        for (int i = 0; i < 3; i++)
        {
            Task<IReadOnlyList<ServiceBusReceivedMessage>> receiving = world.Receiver.ReceiveMessagesAsync(1, Try, Cancellation);
            await Until.TrueAsync(() => world.Subscription.Wanted > 0, () => "it does not wait");
            var watch = Stopwatch.StartNew();
            world.Broker.BreakConnections();
            Assert.True((await Assert.ThrowsAsync<ServiceBusException>(() => receiving)).IsTransient); // ServiceTimeout, as a rule, after no time
            Assert.InRange(watch.Elapsed, TimeSpan.Zero, Patience.Whole);
            await world.SendAsync($"m{i}");
            ServiceBusReceivedMessage message = await world.ReceiveAsync();
            Assert.Equal(($"m{i}", 1), (message.Body.ToString(), message.DeliveryCount));
            await world.Receiver.CompleteMessageAsync(message, Cancellation);
        }
    }

    [Theory]
    [InlineData("well")]
    [InlineData("broken")]
    [InlineData("down")]
    [InlineData("closed")]
    public async Task Closing_takes_no_time_whatever_the_broker_does(string what)
    {
        await using var world = new BrokerWorld(tryFor: Try);
        await world.SendAsync("one");
        await world.ReceiveAsync();
        await world.Receiver.PeekMessageAsync(null, Cancellation);
        Task receiving = world.Receiver.ReceiveMessagesAsync(1, Try, Cancellation);
        await Until.TrueAsync(() => world.Subscription.Wanted > 0, () => "it does not wait");
        switch (what)
        {
            case "broken":
                world.Broker.BreakConnections();
                await world.NoticedAsync(); // else the client waits for as long as it tries, for an answer of a connection that is gone
                break;
            case "down":
                world.Broker.IsDown = true;
                break;
            case "closed":
                world.Broker.Dispose();
                break;
        }

        if (what != "well")
            await Record.ExceptionAsync(() => receiving); // it has noticed
        var watch = Stopwatch.StartNew();
        await world.Receiver.DisposeAsync();
        await world.Client.DisposeAsync();
        world.Broker.Dispose();
        await Record.ExceptionAsync(() => receiving);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, Patience.Whole); // less than one try
    }

    [Fact]
    public async Task Closing_in_the_moment_of_a_break_ends_within_a_try_and_with_a_bare_TimeoutException_or_none()
    {
        await using var world = new BrokerWorld();
        await world.SendAsync("one");
        await using ServiceBusClient hasty = world.NewClient(TimeSpan.FromSeconds(2));
        ServiceBusReceiver receiver = hasty.CreateReceiver("events", "progression");
        await world.ReceiveAsync(receiver);
        world.Broker.BreakConnections();
        var watch = Stopwatch.StartNew();
        Exception? e = await Record.ExceptionAsync(async () => await receiver.DisposeAsync());
        Assert.True(e is null or TimeoutException, e?.ToString()); // whether the client has noticed the break by then is not ours to say
        Assert.InRange(watch.ElapsedMilliseconds, 0, 60_000);
    }

    [Fact]
    public async Task Many_brokers_live_side_by_side_each_with_its_own_messages_and_a_closed_one_leaves_no_connection_and_no_port()
    {
        Broker[] brokers = [.. Enumerable.Range(0, 20).Select(_ => Broker.Open(TimeProvider.System))];
        Assert.Equal(20, brokers.Select(broker => broker.ConnectionString).Distinct().Count());
        await Task.WhenAll(brokers.Select(async (broker, i) =>
        {
            broker.CreateTopic("events").CreateSubscription("progression");
            await using var client = new ServiceBusClient(broker.ConnectionString);
            await client.CreateSender("events").SendMessageAsync(new ServiceBusMessage($"{i}"), Cancellation);
            ServiceBusReceiver receiver = client.CreateReceiver("events", "progression");
            Assert.Equal($"{i}", (await ReceivedAsync(receiver)).Body.ToString());
        }));
        foreach (Broker broker in brokers)
        {
            var endpoint = new Uri(broker.ConnectionString.Split(';')[0]["Endpoint=".Length..]);
            broker.Dispose();
            Assert.Equal(0, broker.ConnectionCount);
            using var knock = new TcpClient();
            await Assert.ThrowsAsync<SocketException>(() => knock.ConnectAsync(endpoint.Host, endpoint.Port, Cancellation).AsTask());
        }
    }

    [Fact]
    public async Task A_port_that_is_only_knocked_at_disturbs_nobody()
    {
        await using var world = new BrokerWorld();
        var endpoint = new Uri(world.Broker.ConnectionString.Split(';')[0]["Endpoint=".Length..]);
        using var knock = new TcpClient();
        await knock.ConnectAsync(endpoint.Host, endpoint.Port, Cancellation);
        await world.SendAsync("one");
        knock.Close();
        await world.SendAsync("two");
        Assert.Equal(2, world.Subscription.ActiveMessageCount);
    }

    [Fact]
    public async Task By_the_clock_of_the_machine_locks_end_by_themselves()
    {
        using Broker broker = Broker.Open(TimeProvider.System);
        broker.CreateTopic("events").CreateSubscription("progression", options => options.LockDuration = TimeSpan.FromSeconds(1));
        await using var client = new ServiceBusClient(broker.ConnectionString);
        await client.CreateSender("events").SendMessageAsync(new ServiceBusMessage("x"), Cancellation);
        ServiceBusReceiver receiver = client.CreateReceiver("events", "progression");
        Assert.Equal(1, (await ReceivedAsync(receiver)).DeliveryCount);
        Assert.True((await ReceivedAsync(receiver)).DeliveryCount > 1);
    }

    private static async Task<ServiceBusReceivedMessage> ReceivedAsync(ServiceBusReceiver receiver)
    {
        for (var patience = new Patience(); ;)
        {
            if (await receiver.ReceiveMessageAsync(TimeSpan.FromSeconds(5), Cancellation) is { } message)
                return message;
            Assert.False(patience.IsOver, "nothing came");
        }
    }
}
