using Azure.Messaging.ServiceBus;
using LiveOps.Core.Bus;
using LiveOps.ServiceDefaults.Stores;
using LiveOps.Tests.Harness;
using LiveOps.Tests.Harness.ServiceBusBroker;
using LiveOps.Tests.Harness.ServiceBusBroker.Entities;
using LiveOps.Tests.Harness.ServiceBusBroker.Faults;

namespace LiveOps.Tests.ServiceDefaults.Bus.ServiceBus;

/// <summary>Time is a clock's that is moved; only what the client itself waits for takes real time.</summary>
public sealed partial class Consuming : IDisposable
{
    private readonly ManualClock _clock = new();
    private readonly Broker _broker;
    private readonly BrokerTopic _topic;
    private readonly BrokerSubscription _subscription;
    private readonly EffectsConsumer _progression = new("progression");

    public Consuming()
    {
        _broker = Broker.Open(_clock);
        _topic = _broker.CreateTopic("events");
        _subscription = _topic.CreateSubscription("progression", options => options.MaxDeliveryCount = 100);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _broker.Dispose();

    [Fact]
    public async Task Messages_are_applied_in_groups_and_settled_and_each_consumer_has_its_own()
    {
        BrokerSubscription boards = _topic.CreateSubscription("leaderboard");
        var leaderboard = new EffectsConsumer("leaderboard");
        await PublishAsync(100);
        await using var progression = await StartAsync(_progression);
        await using var other = await StartAsync(leaderboard);
        await _clock.StandingUntilAsync(() => _subscription.ActiveMessageCount + boards.ActiveMessageCount == 0);
        Assert.Equal((100, 100), (_progression.Applied.Count, leaderboard.Applied.Count));
        Assert.InRange(_progression.Groups.Count, 2, 50); // the client waits for the first message, and but 20 ms for more
        Assert.InRange(_progression.Groups.Max(), 2, 64);
        Assert.Equal((0, 0), (_progression.Repeats, leaderboard.Repeats));
    }

    [Fact]
    public async Task Nothing_is_settled_before_its_effect_and_locks_are_renewed_while_it_lasts()
    {
        var applying = new TaskCompletionSource();
        _progression.Before = _ => applying.Task;
        await PublishAsync(3);
        await using var service = await StartAsync(_progression);
        await _clock.StandingUntilAsync(() => _subscription.LockedMessageCount > 0);
        for (int i = 0; i < 600; i++) // five minutes; a lock lasts one
            await _clock.MoveAsync(TimeSpan.FromMilliseconds(500));

        Assert.Equal(3, _subscription.ActiveMessageCount);
        applying.SetResult();
        await _clock.StandingUntilAsync(() => _subscription.ActiveMessageCount == 0);
        Assert.Equal((3, 0), (_progression.Applied.Count, _progression.Repeats));
        Assert.Equal("0", await service.MetricAsync("bus_redeliveries_total"));
    }

    [Fact]
    public async Task A_link_whose_credit_the_service_has_lost_makes_room_for_another()
    {
        await PublishAsync(3);
        _broker.Faults.NeverAnswer(BrokerOperation.Receive);
        await using var service = await StartAsync(_progression);
        await _clock.StandingUntilAsync(() => _subscription.ActiveMessageCount == 0);
        Assert.Equal((3, 0), (_progression.Applied.Count, _progression.Repeats));
    }

    [Fact]
    public async Task What_a_replica_took_and_never_settled_comes_to_another_when_its_locks_end()
    {
        await PublishAsync(10);
        await using (var dead = new ServiceBusClient(_broker.ConnectionString))
        {
            ServiceBusReceiver receiver = dead.CreateReceiver("events", "progression");
            for (var (taken, patience) = (0, new Patience()); taken < 4; Assert.False(patience.IsOver, "four never came"))
                taken += (await receiver.ReceiveMessagesAsync(4 - taken, TimeSpan.FromSeconds(30), Cancellation)).Count;
        }

        await using var alive = await StartAsync(_progression);
        await _clock.StandingUntilAsync(() => _progression.Applied.Count == 6);
        await _clock.UntilAsync(() => _subscription.ActiveMessageCount == 0, TimeSpan.FromSeconds(1));
        Assert.Equal(10, _progression.Applied.Count);
        Assert.Equal("4", await alive.MetricAsync("bus_redeliveries_total"));
    }

    [Fact]
    public async Task A_connection_that_breaks_in_the_middle_brings_the_messages_again_and_their_effects_once()
    {
        bool broken = false;
        _progression.Before = _ =>
        {
            if (!broken)
                _broker.BreakConnections();
            broken = true;
            return Task.CompletedTask;
        };
        await PublishAsync(5);
        await using var service = await StartAsync(_progression);
        await _clock.UntilAsync(() => _subscription.ActiveMessageCount == 0);
        Assert.Equal((5, _progression.Groups[0]), (_progression.Applied.Count, _progression.Repeats));
        Assert.Equal(0, _subscription.DeadLetterMessageCount);
    }

    [Fact]
    public async Task While_the_store_is_out_of_reach_messages_wait_and_none_is_counted_or_set_aside()
    {
        bool down = true;
        int tries = 0;
        _progression.Before = _ =>
        {
            Interlocked.Increment(ref tries);
            return down ? throw new StoreUnavailableException("sql", "is out of reach") : Task.CompletedTask;
        };
        await PublishAsync(5);
        await using var service = await StartAsync(_progression);
        DateTimeOffset start = _clock.UtcNow;
        await _clock.UntilAsync(() => _clock.UtcNow - start > TimeSpan.FromMinutes(10), TimeSpan.FromMilliseconds(500));
        Assert.InRange(tries, 20, 1000);
        down = false;
        await _clock.UntilAsync(() => _subscription.ActiveMessageCount == 0);
        Assert.Equal((5, 0, 0), (_progression.Applied.Count, _progression.Repeats, _subscription.DeadLetterMessageCount));
    }

    [Fact]
    public async Task A_poison_message_keeps_nobody_waiting_and_becomes_a_dead_letter_with_its_reason()
    {
        int tries = 0;
        _progression.Before = ids =>
        {
            if (!ids.Contains("e3"))
                return Task.CompletedTask;
            if (ids.Count == 1)
                Interlocked.Increment(ref tries);
            throw new InvalidOperationException("no such board\nin this line");
        };
        await PublishAsync(8);
        await using var service = await StartAsync(_progression);
        await _clock.StandingUntilAsync(() => _subscription.ActiveMessageCount == 1);
        Assert.Equal(7, _progression.Applied.Count);
        await _clock.UntilAsync(() => _subscription.DeadLetterMessageCount == 1);
        Assert.Equal(3, tries); // alone; and once in its group before that
        DeadLetter letter = Assert.Single(await service.DeadLetters.ListAsync(null, 10, Cancellation));
        Assert.Equal(
            ("progression", "InvalidOperationException: no such board in this line", 3, BusMessageKind.Events),
            (letter.Consumer, letter.Reason, letter.Deliveries, letter.Kind));
        Assert.Equal("1", await service.MetricAsync("bus_dead_letters_total"));
        await Until.TrueAsync(
            async () =>
            {
                await _clock.MoveAsync(TimeSpan.FromSeconds(15));
                return await service.MetricAsync("bus_dead_letters_waiting") == "1";
            },
            () => "no letter waits");
        Assert.Equal("2", await service.MetricAsync("bus_redeliveries_total"));
    }

    [Fact]
    public async Task A_message_that_fails_and_then_succeeds_has_its_effect_and_is_no_dead_letter()
    {
        int tries = 0;
        _progression.Before = _ => Interlocked.Increment(ref tries) < 3 ? throw new InvalidOperationException("not yet") : Task.CompletedTask;
        await PublishAsync(1);
        await using var service = await StartAsync(_progression);
        await _clock.UntilAsync(() => _subscription.ActiveMessageCount == 0);
        Assert.Equal((1, 0), (_progression.Applied.Count, _subscription.DeadLetterMessageCount));
    }

    [Fact]
    public async Task What_no_version_of_ours_wrote_is_set_aside_at_once()
    {
        await using var client = new ServiceBusClient(_broker.ConnectionString);
        ServiceBusSender sender = client.CreateSender("events");
        var newer = new ServiceBusMessage(new byte[] { 1, 2, 3 });
        newer.ApplicationProperties["kind"] = 77;
        await sender.SendMessageAsync(newer, Cancellation);
        await sender.SendMessageAsync(new ServiceBusMessage(new byte[] { 9 }), Cancellation);
        var torn = new ServiceBusMessage(Batches.Of("a").Payload[..20]);
        torn.ApplicationProperties["kind"] = 1;
        await sender.SendMessageAsync(torn, Cancellation);
        await using var service = await StartAsync(_progression);
        await _clock.StandingUntilAsync(() => _subscription.DeadLetterMessageCount == 3);
        Assert.Empty(_progression.Groups);
        Assert.All(await service.DeadLetters.ListAsync(null, 10, Cancellation), letter => Assert.StartsWith("Unreadable: ", letter.Reason, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Two_replicas_share_a_subscription_while_connections_break_and_everything_has_its_effect_once()
    {
        var effects = new EffectsConsumer("progression"); // one store behind both replicas
        await using var one = await StartAsync(effects);
        await using var two = await StartAsync(effects);
        BrokerOperation[] operations =
        [
            BrokerOperation.Receive, BrokerOperation.Peek, BrokerOperation.Complete, BrokerOperation.Abandon, BrokerOperation.DeadLetter, BrokerOperation.RenewLock,
        ];
        ServiceBusFailureReason[] reasons = [ServiceBusFailureReason.GeneralError, ServiceBusFailureReason.ServiceTimeout, ServiceBusFailureReason.ServiceCommunicationProblem];
        var random = new Random(8);
        for (int i = 0; i < 400; i += 8)
        {
            Task publishing = Task.WhenAll(Enumerable.Range(i, 8).Select(n => one.Bus.PublishAsync(Batches.Of($"e{n}"), Cancellation).AsTask()));
            if (random.Next(4) == 0)
                _broker.BreakConnections(keepLocks: random.Next(2) == 0);
            if (random.Next(2) == 0)
                _broker.Faults.Fail(random.GetItems(operations, 1)[0], random.GetItems(reasons, 1)[0]);
            await _clock.UntilAsync(() => publishing.IsCompleted);
            await publishing;
        }

        await _clock.UntilAsync(() => _subscription.ActiveMessageCount == 0, TimeSpan.FromMilliseconds(200));
        Assert.Equal((400, 0), (effects.Applied.Count, _subscription.DeadLetterMessageCount));
    }

    [Fact]
    public async Task A_link_that_the_service_closes_again_and_again_is_opened_again_after_pauses_and_readiness_says_so()
    {
        _broker.Faults.Fail(BrokerOperation.Receive, ServiceBusFailureReason.MessagingEntityDisabled, times: int.MaxValue);
        await using var service = await StartAsync(_progression);
        await _clock.StandingUntilAsync(() => _broker.Faults.Asked(BrokerOperation.Receive) == 1);
        using HttpClient client = service.Client;
        for (int i = 0; i < 200; i++) // ten seconds
            await _clock.MoveAsync(TimeSpan.FromMilliseconds(50));
        Assert.InRange(_broker.Faults.Asked(BrokerOperation.Receive), 1, 15); // pauses double from 50 ms
        await _clock.UntilAsync(() => _broker.Faults.Asked(BrokerOperation.Receive) > 1);
        string ready = "";
        for (var patience = new Patience(); !ready.Contains("subscription progression: the service closes the link", StringComparison.Ordinal); Assert.False(patience.IsOver, ready))
        {
            await _clock.MoveAsync(TimeSpan.FromMilliseconds(50));
            ready = await (await client.GetAsync("/readyz", Cancellation)).Content.ReadAsStringAsync(Cancellation);
        }

        _broker.Faults.Clear();
        await PublishAsync(1);
        await _clock.UntilAsync(() => _progression.Applied.Count == 1);
    }

    private Task<BusOnServiceBus> StartAsync(EffectsConsumer consumer) => BusOnServiceBus.StartAsync(_broker, _clock, consumer);

    private async Task PublishAsync(int count)
    {
        await using var gateway = await BusOnServiceBus.StartAsync(_broker, _clock);
        for (int i = 0; i < count; i++)
            await gateway.Bus.PublishAsync(Batches.Of($"e{i}"), Cancellation);
    }
}
