using System.Diagnostics;
using LiveOps.Tests.Harness;
using LiveOps.Tests.Harness.ServiceBusBroker;
using LiveOps.Tests.Harness.ServiceBusBroker.Entities;
using LiveOps.Tests.Harness.ServiceBusBroker.Faults;

namespace LiveOps.Tests.ServiceDefaults.Bus.ServiceBus;

/// <summary>After <c>server-busy</c> the client holds a link back for 10 s by the machine's time, whatever its options say.</summary>
public sealed class Being_throttled : IDisposable
{
    private readonly Broker _broker;
    private readonly BrokerTopic _topic;
    private readonly BrokerSubscription _subscription;

    public Being_throttled()
    {
        _broker = Broker.Open(TimeProvider.System);
        _topic = _broker.CreateTopic("events");
        _subscription = _topic.CreateSubscription("progression", options => options.MaxDeliveryCount = 100);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _broker.Dispose();

    [Fact]
    public async Task A_throttled_batch_is_sent_again_when_the_service_asked_for_it_and_holds_up_no_other()
    {
        var clock = new ManualClock();
        await using var gateway = await BusOnServiceBus.StartAsync(_broker, clock);
        await gateway.Bus.PublishAsync(Batches.Of("zero"), Cancellation);
        _broker.Faults.Throttle(BrokerOperation.Send);
        Task first = gateway.Bus.PublishAsync(Batches.Of("one"), Cancellation).AsTask();
        await clock.StandingUntilAsync(() => _broker.Faults.Asked(BrokerOperation.Send) == 2);
        for (int i = 0; i < 8; i++)
            await gateway.Bus.PublishAsync(Batches.Of($"other-{i}"), Cancellation).AsTask().WaitAsync(Patience.Whole, Cancellation);
        await clock.UntilAsync(() => first.IsCompleted);
        await first;
        Assert.Equal(10, _topic.Accepted); // had the client waited its 10 s, the clock would have run out of patience
    }

    [Fact]
    public async Task What_was_applied_and_could_not_be_settled_is_settled_later_and_does_not_come_again()
    {
        var consumer = new EffectsConsumer("progression");
        await using var gateway = await BusOnServiceBus.StartAsync(_broker, TimeProvider.System);
        for (int i = 0; i < 5; i++)
            await gateway.Bus.PublishAsync(Batches.Of($"e{i}"), Cancellation);
        _broker.Faults.Throttle(BrokerOperation.Complete, times: 2);
        var watch = Stopwatch.StartNew();
        await using var service = await BusOnServiceBus.StartAsync(_broker, TimeProvider.System, consumer);
        await Until.TrueAsync(() => _subscription.ActiveMessageCount == 0, () => $"{_subscription.ActiveMessageCount} are left");
        Assert.Equal((5, 0), (consumer.Applied.Count, consumer.Repeats));
        Assert.True(watch.ElapsedMilliseconds >= 9_000, $"it was settled after {watch.ElapsedMilliseconds} ms");
    }
}
