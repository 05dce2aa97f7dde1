using System.Diagnostics;
using Azure.Messaging.ServiceBus;
using LiveOps.Tests.Harness.ServiceBusBroker.Faults;

namespace LiveOps.Tests.ServiceDefaults.Bus.ServiceBusBroker;

/// <content>What fails, and what passes by itself.</content>
public sealed partial class Sending
{
    [Theory]
    [InlineData(ServiceBusFailureReason.MessagingEntityNotFound)]
    [InlineData(ServiceBusFailureReason.MessagingEntityDisabled)]
    [InlineData(ServiceBusFailureReason.QuotaExceeded)]
    [InlineData(ServiceBusFailureReason.ServiceTimeout)]
    [InlineData(ServiceBusFailureReason.GeneralError)]
    [InlineData(ServiceBusFailureReason.ServiceCommunicationProblem)]
    public async Task Every_reason_that_a_test_asks_for_is_the_one_that_the_client_sees(ServiceBusFailureReason reason)
    {
        await using var world = new BrokerWorld();
        await world.SendAsync("zero");
        world.Broker.Faults.Fail(BrokerOperation.Send, reason);
        Assert.Equal(reason, await BrokerWorld.FailsAsync(() => world.SendAsync("one")));
        await world.SendAsync("two");
        Assert.Equal(2, world.Subscription.ActiveMessageCount);
    }

    [Fact]
    public async Task Without_a_topic_there_is_MessagingEntityNotFound_and_with_one_that_comes_later_it_works()
    {
        await using var world = new BrokerWorld();
        ServiceBusSender sender = world.Client.CreateSender("later");
        ServiceBusReceiver receiver = world.Client.CreateReceiver("later", "one");
        foreach (Func<Task> act in new Func<Task>[]
        {
            () => sender.SendMessageAsync(BrokerWorld.Message("x"), Cancellation),
            () => receiver.ReceiveMessagesAsync(1, TimeSpan.FromSeconds(1), Cancellation),
            () => receiver.PeekMessagesAsync(1, 0, Cancellation),
        })
            Assert.Equal(ServiceBusFailureReason.MessagingEntityNotFound, await BrokerWorld.FailsAsync(act));
        world.Broker.CreateTopic("later").CreateSubscription("one");
        await sender.SendMessageAsync(BrokerWorld.Message("x"), Cancellation);
        Assert.Equal("x", (await world.ReceiveAsync(receiver)).Body.ToString());
    }

    [Fact]
    public async Task Who_has_no_right_to_send_is_told_so_and_nothing_else_is_refused()
    {
        await using var world = new BrokerWorld();
        world.Broker.Faults.Deny(BrokerOperation.Link, entityEnd: "events");
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => world.SendAsync("one"));
        await world.Receiver.PeekMessagesAsync(1, 0, Cancellation);
        await world.SendAsync("two");
        Assert.Equal(1, world.Subscription.ActiveMessageCount);
    }

    [Fact]
    public async Task A_link_that_is_never_answered_is_tried_again_and_one_that_is_refused_fails()
    {
        await using var world = new BrokerWorld();
        await using ServiceBusClient patient = world.NewClient(TimeSpan.FromSeconds(2), retries: 12);
        world.Broker.Faults.NeverAnswer(BrokerOperation.Link);
        var watch = Stopwatch.StartNew();
        await patient.CreateSender("events").SendMessageAsync(BrokerWorld.Message("one"), Cancellation);
        Assert.True(watch.ElapsedMilliseconds >= 1_900, $"it was there after {watch.ElapsedMilliseconds} ms");
        Assert.Equal(1, world.Subscription.ActiveMessageCount);
        world.Broker.Faults.Fail(BrokerOperation.Link, ServiceBusFailureReason.MessagingEntityDisabled);
        Assert.Equal(ServiceBusFailureReason.MessagingEntityDisabled, await BrokerWorld.FailsAsync(async () => await world.Sender.CreateMessageBatchAsync(Cancellation)));
    }

    // What the adapter tries again.
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
