using Azure.Messaging.ServiceBus;
using LiveOps.Core.Bus;
using LiveOps.ServiceDefaults.Bus.Delivery;
using Microsoft.Extensions.Logging;

namespace LiveOps.ServiceDefaults.Bus.ServiceBus;

/// <summary>
/// Feeds one consumer from its subscription. Any number of replicas do so side by side: the service gives each message to one of them.
/// <list type="number">
/// <item>receives what is there, up to a group, each message locked for this replica; keeps the locks until the message is settled; drops what the service says is no
/// longer locked for it;</item>
/// <item>puts aside what is for another consumer, and what no consumer could read;</item>
/// <item>has the rest applied as one group (<see cref="GroupApplier"/>), and only then completes the messages: a replica that dies before leaves them
/// to the others when the locks end;</item>
/// <item>what failed, alone too, is abandoned after a pause, with the number of its failures, until they are <see cref="ServiceBusSettings.MaxDeliveries"/>:
/// then it goes to the dead letters with its reason.</item>
/// </list>
/// </summary>
internal sealed partial class ServiceBusPump(
    GroupApplier applier, ServiceBusClient client, ServiceBusSettings settings, BusMetrics metrics, TimeProvider clock, ILogger<ServiceBusPump> logger)
{
    private const int MaxReturning = 256;
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(10); // a starved link is noticed after so long

    private ServiceBusReceiver _receiver = client.CreateReceiver(ServiceBusSettings.Topic, applier.Consumer);
    private readonly HashSet<Task> _returning = [];

    /// <summary>Whom it feeds.</summary>
    public string Consumer => applier.Consumer;

    /// <summary>What receiving fails for; null while it does not fail.</summary>
    public string? Failing { get; private set; } = "not connected yet";

    /// <summary>Events in a message, on average, of late.</summary>
    public double EventsPerMessage { get; private set; } = 1;

    /// <summary>Receives and applies until it is told to stop; what it has begun it finishes.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        int failures = 0;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                if (Failing is not null)
                    await _receiver.PeekMessagesAsync(1, cancellationToken: stop); // answered at once, where receiving waits for a message
                Failing = null;
                await RoomAsync();
                if (await _receiver.TryReceiveAsync(settings.MaxGroup, Wait, stop) is not { } group) // 1
                {
                    await LinkClosedAsync(++failures, stop);
                    continue;
                }

                failures = 0;
                if (group.Count > 0)
                    await TakeAsync(group, stop);
                else
                    await ReopenIfStarvedAsync(stop);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                break;
            }
            catch (Exception e)
            {
                Failing = Trouble.Of(e);
                Log.CannotReceive(logger, e, Consumer, Failing);
                await PauseAsync(Backoff.Waiting.After(++failures), stop);
            }
        }

        await Task.WhenAll(_returning);
        await Trouble.CloseAsync(_receiver);
    }

    // Once is nothing: links that are idle are closed too.
    private async Task LinkClosedAsync(int times, CancellationToken stop)
    {
        if (times > 1)
        {
            Failing = "the service closes the link";
            Log.LinkClosed(logger, Consumer, times);
        }

        await PauseAsync(Backoff.Waiting.After(times), stop);
    }

    // Client and service can come to disagree about what a link may still bring, and then it brings nothing for as long as it is open (docs/decisions/service-bus.md). So a link
    // that brings nothing though there is something to bring makes room for another: for nothing where others hold it all, which costs little. What it brought is settled by it.
    private async Task ReopenIfStarvedAsync(CancellationToken stop)
    {
        _returning.RemoveWhere(task => task.IsCompleted);
        if (_returning.Count > 0 || (await _receiver.PeekMessagesAsync(1, fromSequenceNumber: 0, stop)).Count == 0)
            return;
        Log.Reopens(logger, Consumer);
        ServiceBusReceiver starved = _receiver;
        _receiver = client.CreateReceiver(ServiceBusSettings.Topic, Consumer);
        await Trouble.CloseAsync(starved);
    }

    // Where everything fails, no more is taken in hand.
    private async Task RoomAsync()
    {
        _returning.RemoveWhere(task => task.IsCompleted);
        if (_returning.Count >= MaxReturning)
            await Task.WhenAny(_returning);
    }

    private async Task TakeAsync(IReadOnlyList<ServiceBusReceivedMessage> received, CancellationToken stop)
    {
        await using var locks = LockKeeper.Hold(_receiver, received, clock);
        await locks.AskForEndedAsync();
        List<(ServiceBusReceivedMessage Received, BusMessage Message)> group = [];
        foreach (ServiceBusReceivedMessage message in received.Where(locks.Holds)) // 2
        {
            if (message.DeliveryCount > 1)
                metrics.Redeliveries.Inc();
            if (!Envelope.IsFor(message, Consumer))
                await CompleteAsync(message, locks);
            else if (!Envelope.TryUnwrap(message, out BusMessage unwrapped))
                await SetAsideAsync(message, "Unreadable", "It is no message that this version knows.", locks);
            else
                group.Add((message, unwrapped));
        }

        if (group.Count == 0)
            return;
        EventsPerMessage = (0.9 * EventsPerMessage) + (0.1 * group.Average(one => Envelope.EventsOf(one.Received)));
        using var stopOrLost = CancellationTokenSource.CreateLinkedTokenSource(stop, locks.AllLost);
        try
        {
            Exception?[]? failures = await applier.ApplyAsync([.. group.Select(one => one.Message)], stopOrLost.Token); // 3
            await Task.WhenAll(group.Select((one, i) => failures?[i] is { } failure
                ? FailAsync(one.Received, failure, locks, stop) // 4
                : CompleteAsync(one.Received, locks)));
        }
        catch (OperationCanceledException) when (stopOrLost.IsCancellationRequested)
        {
            // What is still ours need not wait until its lock ends.
            await Task.WhenAll(group.Select(one => one.Received).Where(locks.Holds).Select(message => ReturnAsync(message, Envelope.FailuresOf(message))));
        }
    }

    private async Task FailAsync(ServiceBusReceivedMessage message, Exception e, LockKeeper locks, CancellationToken stop)
    {
        int failures = Envelope.FailuresOf(message) + 1;
        if (failures >= settings.MaxDeliveries)
        {
            Log.SetAside(logger, e, Consumer, message.MessageId, failures);
            await SetAsideAsync(message, e.GetType().Name, e.Message, locks, failures);
            return;
        }

        // The next group need not wait for it. The lock lasts longer than the pause.
        locks.Release(message);
        TimeSpan left = (message.LockedUntil - clock.GetUtcNow()) / 2, pause = Backoff.Redelivery.After(failures);
        _returning.Add(ReturnLaterAsync(message, failures, pause < left ? pause : left, stop));
    }

    private async Task ReturnLaterAsync(ServiceBusReceivedMessage message, int failures, TimeSpan pause, CancellationToken stop)
    {
        await PauseAsync(pause, stop);
        await ReturnAsync(message, failures);
    }

    private Task<bool> ReturnAsync(ServiceBusReceivedMessage message, int failures) => SettleAsync(
        message, () => _receiver.AbandonMessageAsync(message, new Dictionary<string, object> { [Envelope.Failures] = failures }, CancellationToken.None));

    private Task<bool> CompleteAsync(ServiceBusReceivedMessage message, LockKeeper locks)
    {
        locks.Release(message);
        return SettleAsync(message, () => _receiver.CompleteMessageAsync(message, CancellationToken.None));
    }

    private async Task SetAsideAsync(ServiceBusReceivedMessage message, string reason, string description, LockKeeper locks, int failures = 1)
    {
        locks.Release(message);
        var properties = new Dictionary<string, object>
        {
            [Envelope.Failures] = failures,
            [Envelope.SetAsideAt] = clock.GetUtcNow().ToUnixTimeMilliseconds(),
        };
        bool done = await SettleAsync(
            message, () => _receiver.DeadLetterMessageAsync(message, properties, reason, DeadLetterText.OneLine(description), CancellationToken.None));
        if (done)
            metrics.DeadLetters.Inc();
    }

    // A message whose settling fails comes again, and its effects are known by then: a few tries spare that, and more where the client holds them back for 10 s.
    private async Task<bool> SettleAsync(ServiceBusReceivedMessage message, Func<Task> settle)
    {
        for (int failures = 1; ; failures++)
        {
            try
            {
                await settle();
                return true;
            }
            catch (Exception e) when (Trouble.Passes(e) && (failures < 4 || Trouble.IsBusy(e)) && message.LockedUntil > clock.GetUtcNow())
            {
                await Task.Delay(Backoff.Waiting.After(failures), clock, CancellationToken.None);
            }
            catch (Exception e) when (Trouble.IsOfTheService(e))
            {
                Log.NotSettled(logger, Consumer, message.MessageId, Trouble.Of(e));
                return false;
            }
        }
    }

    private async Task PauseAsync(TimeSpan pause, CancellationToken stop)
    {
        try
        {
            if (pause > TimeSpan.Zero)
                await Task.Delay(pause, clock, stop);
        }
        catch (OperationCanceledException)
        {
            // Whoever paused looks for itself.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "{Consumer} cannot receive: {Reason}. It goes on trying.")]
        public static partial void CannotReceive(ILogger logger, Exception e, string consumer, string reason);

        [LoggerMessage(LogLevel.Warning, "{Consumer} cannot receive: the service closed its link, {Times} times in a row. It goes on trying.")]
        public static partial void LinkClosed(ILogger logger, string consumer, int times);

        [LoggerMessage(LogLevel.Debug, "{Consumer} opens another link: messages are there and none came.")]
        public static partial void Reopens(ILogger logger, string consumer);

        [LoggerMessage(LogLevel.Error, "{Consumer} cannot apply message {MessageId} after {Failures} tries; it is set aside as a dead letter.")]
        public static partial void SetAside(ILogger logger, Exception e, string consumer, string? messageId, int failures);

        [LoggerMessage(LogLevel.Information, "{Consumer} could not settle message {MessageId}: {Reason}. It comes again, and has no second effect.")]
        public static partial void NotSettled(ILogger logger, string consumer, string? messageId, string reason);
    }
}
