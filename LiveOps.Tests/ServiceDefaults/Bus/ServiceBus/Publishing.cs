using Azure.Messaging.ServiceBus;
using LiveOps.Core.Bus;
using LiveOps.Core.Events;
using LiveOps.Tests.Harness;
using LiveOps.Tests.Harness.ServiceBusBroker;
using LiveOps.Tests.Harness.ServiceBusBroker.Entities;
using LiveOps.Tests.Harness.ServiceBusBroker.Faults;

namespace LiveOps.Tests.ServiceDefaults.Bus.ServiceBus;

/// <summary>Time is a clock's that is moved; only what the client itself waits for takes real time.</summary>
public sealed class Publishing : IAsyncLifetime
{
    private readonly ManualClock _clock = new();
    private readonly Broker _broker;
    private readonly BrokerTopic _topic;
    private BusOnServiceBus _gateway = null!;

    public Publishing()
    {
        _broker = Broker.Open(_clock);
        _topic = _broker.CreateTopic("events", options => options.RequiresDuplicateDetection = true);
        _topic.CreateSubscription("progression");
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _gateway = await BusOnServiceBus.StartAsync(_broker, _clock);

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        _broker.Dispose();
    }

    [Fact]
    public async Task A_batch_is_one_message_with_its_kind_its_number_of_events_and_the_trace()
    {
        BusMessage batch = Batches.Of("a", "b", "c");
        await _gateway.Bus.PublishAsync(batch, Cancellation);
        ServiceBusReceivedMessage sent = Assert.Single(await PeekAsync());
        Assert.Equal(batch.Payload.ToArray(), sent.Body.ToArray());
        Assert.Equal((1, 3, Batches.Trace), (sent.ApplicationProperties["kind"], sent.ApplicationProperties["events"], sent.ApplicationProperties["traceparent"]));
    }

    [Fact]
    public async Task What_is_published_at_the_same_time_shares_batches_of_the_service()
    {
        _broker.Faults.Latency = TimeSpan.FromMilliseconds(10);
        Task all = Task.WhenAll(Enumerable.Range(0, 200).Select(i => _gateway.Bus.PublishAsync(Batches.Of($"e{i}"), Cancellation).AsTask()));
        await _clock.UntilAsync(() => all.IsCompleted);
        await all;
        Assert.Equal(200, _topic.Accepted);
        Assert.InRange(_topic.Sends, 1, 20);
    }

    [Fact]
    public async Task Batches_stay_under_the_limit_of_the_topic()
    {
        _broker.Faults.Latency = TimeSpan.FromMilliseconds(10);
        Task all = Task.WhenAll(Enumerable.Range(0, 30).Select(i =>
            _gateway.Bus.PublishAsync(Batches.Of([.. Enumerable.Range(0, 900).Select(n => $"{i}-{n}-{new string('x', 30)}")], []), Cancellation).AsTask()));
        await _clock.UntilAsync(() => all.IsCompleted);
        await all;
        Assert.Equal(30, _topic.Accepted);
        Assert.InRange(_topic.Sends, 9, 30); // about 60 KB each, 256 KB a batch
    }

    [Fact]
    public async Task A_batch_too_large_for_the_topic_goes_in_parts_that_hold_its_events_each_once_as_they_were_accepted()
    {
        string[] ids = [.. Enumerable.Range(0, 1000).Select(i => $"{i:D4}-{new string('x', 58)}")];
        await _gateway.Bus.PublishAsync(Batches.Of(ids, origin: new byte[600_000]), Cancellation);
        IReadOnlyList<ServiceBusReceivedMessage> parts = await PeekAsync();
        Assert.InRange(parts.Count, 2, 4);
        List<(string, long)> events = [];
        foreach (ServiceBusReceivedMessage part in parts)
        {
            Assert.True(EventBatch.TryRead(part.Body.ToMemory(), out EventBatch batch));
            foreach (GameEvent e in batch)
                events.Add((System.Text.Encoding.UTF8.GetString(e.Id), e.AcceptedAt));
        }

        Assert.Equal(ids.Select((id, i) => (id, 1_000L + i)), events);
    }

    [Fact]
    public async Task A_batch_of_which_one_part_is_stored_and_the_next_refused_is_told_as_stored_perhaps()
    {
        string[] ids = [.. Enumerable.Range(0, 1000).Select(i => $"{i:D4}-{new string('x', 58)}")];
        _topic.Options.MaxSizeInBytes = 70_000; // one half of some 46 KB, not two
        var e = await Assert.ThrowsAsync<BusUnavailableException>(async () => await _gateway.Bus.PublishAsync(Batches.Of(ids, origin: new byte[600_000]), Cancellation));
        Assert.Equal((true, 1), (e.MayBePublished, _topic.Accepted));
    }

    [Fact]
    public async Task Bytes_of_the_gateways_own_stay_behind_when_they_alone_are_too_many()
    {
        await _gateway.Bus.PublishAsync(Batches.Of(["a"], origin: new byte[600_000]), Cancellation);
        Assert.InRange(Assert.Single(await PeekAsync()).Body.ToMemory().Length, 1, 200);
    }

    [Fact]
    public async Task The_same_events_sent_again_are_caught_by_the_service_and_an_erasure_is_not()
    {
        await _gateway.Bus.PublishAsync(Batches.Of(["a", "b"], origin: [1]), Cancellation);
        await _gateway.Bus.PublishAsync(Batches.Of(["a", "b"], origin: [2, 3]), Cancellation);
        Assert.Equal(1, _topic.Accepted);
        await _gateway.Bus.PublishAsync(Batches.Of("b", "a"), Cancellation);
        await _gateway.Bus.PublishAsync(Batches.Erased("p"), Cancellation);
        await _gateway.Bus.PublishAsync(Batches.Erased("p"), Cancellation);
        Assert.Equal(4, _topic.Accepted);
    }

    [Fact]
    public async Task Throttling_is_ridden_out_and_a_lost_answer_doubles_nothing()
    {
        _broker.Faults.Throttle(BrokerOperation.Send, times: 3);
        _broker.Faults.FailAfterTheDeed(BrokerOperation.Send, ServiceBusFailureReason.ServiceTimeout, times: 2);
        Task publishing = _gateway.Bus.PublishAsync(Batches.Erased("p"), Cancellation).AsTask();
        await _clock.UntilAsync(() => publishing.IsCompleted);
        await publishing;
        Assert.InRange(_topic.Sends, 3, 9); // one more for each that a machine with much to do lets take longer than a try
        Assert.Equal(1, _topic.Accepted);
    }

    [Fact]
    public async Task A_service_that_stays_out_of_reach_makes_the_bus_unavailable_within_bounds_and_it_recovers_by_itself()
    {
        _broker.IsDown = true;
        DateTimeOffset start = _clock.UtcNow;
        Task publishing = _gateway.Bus.PublishAsync(Batches.Of("a"), Cancellation).AsTask();
        await _clock.UntilAsync(() => publishing.IsCompleted);
        await Assert.ThrowsAsync<BusUnavailableException>(() => publishing);
        Assert.InRange(_clock.UtcNow - start, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(20));
        _broker.IsDown = false;
        publishing = _gateway.Bus.PublishAsync(Batches.Of("a"), Cancellation).AsTask();
        await _clock.UntilAsync(() => publishing.IsCompleted);
        await publishing;
        Assert.Equal(1, _topic.Accepted);
    }

    [Fact]
    public async Task An_answer_that_never_comes_is_waited_for_no_longer_than_the_publisher_waits()
    {
        _broker.Faults.NeverAnswer(BrokerOperation.Send, times: 100);
        Task publishing = _gateway.Bus.PublishAsync(Batches.Of("a"), Cancellation).AsTask();
        await _clock.StandingUntilAsync(() => _broker.Faults.Asked(BrokerOperation.Send) == 1);
        _clock.Advance(TimeSpan.FromSeconds(15));
        await Assert.ThrowsAsync<BusUnavailableException>(() => publishing);
    }

    [Fact]
    public async Task A_full_topic_refuses_at_once_until_there_is_room()
    {
        _topic.Options.MaxSizeInBytes = 10;
        var e = await Assert.ThrowsAsync<BusUnavailableException>(async () => await _gateway.Bus.PublishAsync(Batches.Of("a"), Cancellation));
        Assert.Contains("QuotaExceeded", e.Message, StringComparison.Ordinal);
        _topic.Options.MaxSizeInBytes = 10_000;
        await _gateway.Bus.PublishAsync(Batches.Of("a"), Cancellation);
        Assert.Equal(1, _topic.Accepted);
    }

    [Fact]
    public async Task Without_the_right_to_send_publishing_is_refused_at_once()
    {
        _broker.Faults.Deny(BrokerOperation.Link);
        var e = await Assert.ThrowsAsync<BusUnavailableException>(async () => await _gateway.Bus.PublishAsync(Batches.Of("a"), Cancellation));
        Assert.Contains("UnauthorizedAccessException", e.Message, StringComparison.Ordinal);
        await _gateway.Bus.PublishAsync(Batches.Of("a"), Cancellation);
        Assert.Equal(1, _topic.Accepted);
    }

    [Theory]
    [InlineData(ServiceBusFailureReason.QuotaExceeded)]
    [InlineData(ServiceBusFailureReason.MessagingEntityDisabled)]
    [InlineData(ServiceBusFailureReason.MessagingEntityNotFound)]
    public async Task What_does_not_pass_by_itself_is_told_at_once(ServiceBusFailureReason reason)
    {
        _broker.Faults.Fail(BrokerOperation.Send, reason);
        var e = await Assert.ThrowsAsync<BusUnavailableException>(async () => await _gateway.Bus.PublishAsync(Batches.Of("a"), Cancellation));
        Assert.Contains(reason.ToString(), e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_waits_when_the_service_stops_is_still_sent_and_what_comes_later_is_refused()
    {
        _broker.Faults.Latency = TimeSpan.FromSeconds(1);
        Task[] publishing = [.. Enumerable.Range(0, 50).Select(i => _gateway.Bus.PublishAsync(Batches.Of($"e{i}"), Cancellation).AsTask())];
        IEventBus bus = _gateway.Bus;
        Task stopping = _gateway.DisposeAsync().AsTask();
        await _clock.UntilAsync(() => stopping.IsCompleted);
        await Task.WhenAll(publishing);
        Assert.Equal(50, _topic.Accepted);
        await Assert.ThrowsAsync<BusUnavailableException>(async () => await bus.PublishAsync(Batches.Of("late"), Cancellation));
    }

    [Fact]
    public async Task The_buffer_may_be_used_again_once_publishing_is_done()
    {
        byte[] buffer = Batches.Of("a").Payload.ToArray(), copy = [.. buffer];
        await _gateway.Bus.PublishAsync(new BusMessage(BusMessageKind.Events, buffer), Cancellation);
        Array.Clear(buffer);
        Assert.Equal(copy, Assert.Single(await PeekAsync()).Body.ToArray());
    }

    private async Task<IReadOnlyList<ServiceBusReceivedMessage>> PeekAsync()
    {
        await using var client = new ServiceBusClient(_broker.ConnectionString);
        return await client.CreateReceiver("events", "progression").PeekMessagesAsync(100, 0, Cancellation);
    }
}
