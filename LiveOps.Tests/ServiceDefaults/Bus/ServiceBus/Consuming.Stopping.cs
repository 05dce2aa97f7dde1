using Azure.Messaging.ServiceBus;
using LiveOps.ServiceDefaults.Stores;
using LiveOps.Tests.Harness.ServiceBusBroker.Faults;

namespace LiveOps.Tests.ServiceDefaults.Bus.ServiceBus;

/// <content>Stopping in the middle, and locks that end.</content>
public sealed partial class Consuming
{
    [Fact]
    public async Task A_service_that_stops_in_the_middle_finishes_what_it_applies_and_leaves_the_rest_at_once()
    {
        var applying = new TaskCompletionSource();
        var begun = new TaskCompletionSource();
        _progression.Before = _ =>
        {
            begun.TrySetResult();
            return applying.Task;
        };
        await PublishAsync(100);
        var service = await StartAsync(_progression);
        await begun.Task;
        Task stopping = service.DisposeAsync().AsTask();
        await _clock.StandingUntilAsync(() => _progression.Stop.IsCancellationRequested);
        applying.SetResult();
        await _clock.StandingUntilAsync(() => stopping.IsCompleted);
        int applied = Assert.Single(_progression.Groups);
        Assert.Equal((applied, 100 - applied), (_progression.Applied.Count, _subscription.ActiveMessageCount));

        var next = new EffectsConsumer("progression");
        await using var again = await StartAsync(next);
        await _clock.StandingUntilAsync(() => next.Applied.Count == 100 - applied);
    }

    [Fact]
    public async Task A_service_that_stops_while_it_waits_for_its_store_gives_its_messages_to_another_at_once()
    {
        int tries = 0;
        _progression.Before = _ =>
        {
            Interlocked.Increment(ref tries);
            throw new StoreUnavailableException("sql", "is out of reach");
        };
        await PublishAsync(5);
        var service = await StartAsync(_progression);
        await _clock.StandingUntilAsync(() => tries > 0);
        await service.DisposeAsync();
        var next = new EffectsConsumer("progression");
        await using var again = await StartAsync(next);
        await _clock.StandingUntilAsync(() => next.Applied.Count == 5);
    }

    [Fact]
    public async Task Who_applies_messages_whose_locks_were_all_lost_is_told_to_stop_and_they_come_again()
    {
        _progression.Before = _ => _progression.Groups.Count > 0 ? Task.CompletedTask : Task.Delay(Timeout.Infinite, _progression.Stop);
        await PublishAsync(1);
        await using var service = await StartAsync(_progression);
        await _clock.StandingUntilAsync(() => _progression.Stop.CanBeCanceled);
        CancellationToken first = _progression.Stop;
        _broker.Faults.Fail(BrokerOperation.RenewLock, ServiceBusFailureReason.MessageLockLost);
        await _clock.UntilAsync(() => first.IsCancellationRequested, TimeSpan.FromMilliseconds(500));
        _progression.Before = null;
        await _clock.UntilAsync(() => _subscription.ActiveMessageCount == 0, TimeSpan.FromMilliseconds(500));
        Assert.Equal((1, 0), (_progression.Applied.Count, _progression.Repeats));
    }

    [Fact]
    public async Task A_message_whose_lock_has_ended_by_the_machines_clock_is_applied_where_the_service_says_that_it_is_held()
    {
        await PublishAsync(3);
        await using var service = await BusOnServiceBus.StartAsync(_broker, new ClockAhead(_clock, TimeSpan.FromMinutes(2)), _progression);
        await _clock.StandingUntilAsync(() => _subscription.ActiveMessageCount == 0);
        Assert.Equal((3, 0), (_progression.Applied.Count, _progression.Repeats));
        Assert.InRange(_broker.Faults.Asked(BrokerOperation.RenewLock), 3, 6);
        Assert.Equal("0", await service.MetricAsync("bus_redeliveries_total"));
    }

    [Fact]
    public async Task A_message_whose_lock_has_ended_on_the_way_is_not_applied_before_it_comes_again()
    {
        await PublishAsync(3);
        _broker.Faults.Fail(BrokerOperation.RenewLock, ServiceBusFailureReason.MessageLockLost, times: 3);
        await using var service = await BusOnServiceBus.StartAsync(_broker, new ClockAhead(_clock, TimeSpan.FromMinutes(2)), _progression);
        await _clock.StandingUntilAsync(() => _broker.Faults.Asked(BrokerOperation.RenewLock) == 3);
        Assert.Empty(_progression.Groups);
        await _clock.UntilAsync(() => _subscription.ActiveMessageCount == 0, TimeSpan.FromSeconds(1));
        Assert.Equal((3, 0), (_progression.Applied.Count, _progression.Repeats));
        Assert.Equal("3", await service.MetricAsync("bus_redeliveries_total"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_service_stops_in_the_moment_in_which_its_connections_break(bool isDown)
    {
        var service = await StartAsync(_progression);
        await _clock.StandingUntilAsync(() => _subscription.Wanted > 0);
        _broker.BreakConnections();
        _broker.IsDown = isDown;
        Task stopping = service.DisposeAsync().AsTask();
        await _clock.UntilAsync(() => stopping.IsCompleted);
        await stopping;
    }
}
