using Amazon.SQS.Model;
using LiveOps.Core.Bus;
using LiveOps.ServiceDefaults.Bus.Delivery;
using Microsoft.Extensions.Logging;

namespace LiveOps.ServiceDefaults.Bus.Sqs;

/// <summary>
/// Feeds one consumer from its queue. Any number of replicas do so side by side: the service gives each message to one of them, and hides it from the others for a time.
/// <list type="number">
/// <item>waits for messages, and takes more at once where there are many, up to a group; keeps them hidden until they are settled;</item>
/// <item>sets aside what no consumer could read;</item>
/// <item>has the rest applied as one group (<see cref="GroupApplier"/>), and only then deletes the messages: a replica that dies before leaves them to the others when their time is over.
/// What was given several times comes after that, each message alone and deleted before the next: one that ends the process takes no others along to where redrive moves it;</item>
/// <item>what failed, alone too, is hidden for a pause and comes again. The service counts how often it was given; at <see cref="SqsSettings.MaxDeliveries"/> it goes to the
/// dead letters with its reason.</item>
/// </list>
/// </summary>
internal sealed partial class SqsPump(
    GroupApplier applier, SqsClients clients, SqsQueues queues, SqsSettings settings, BusMetrics metrics, TimeProvider clock, ILogger<SqsPump> logger)
{
    /// <summary>What was given more often is applied alone.</summary>
    public const int MaxTogether = 3;

    private readonly SqsSettler _settler = new(clients, clock);

    /// <summary>Whom it feeds.</summary>
    public string Consumer => applier.Consumer;

    /// <summary>What receiving fails for; null while it does not fail.</summary>
    public string? Failing { get; private set; } = "not connected yet";

    /// <summary>Events in a message, on average, of late.</summary>
    public double EventsPerMessage { get; private set; } = 1;

    /// <summary>Letters that it has sent, or is sending.</summary>
    public long Letters { get; private set; }

    /// <summary>Receives and applies until it is told to stop; what it has begun it finishes.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        for (int failures = 0; !stop.IsCancellationRequested;)
        {
            try
            {
                string url = await queues.OfAsync(Consumer, stop), dead = await queues.OfDeadLettersAsync(Consumer, stop);
                List<Message> group = await ReceiveAsync(url, stop); // 1
                Failing = null;
                failures = 0;
                if (group.Count > 0)
                    await TakeAsync(url, dead, group, stop);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                Failing = SqsTrouble.Of(e);
                Log.CannotReceive(logger, e, Consumer, Failing);
                await PauseAsync(Backoff.Waiting.After(++failures), stop);
            }
        }
    }

    // While it is not known whether the queue answers, it is asked for what is there now: the answer to a question that waits may be long in coming.
    private async Task<List<Message>> ReceiveAsync(string url, CancellationToken stop)
    {
        List<Message> group = await AskAsync(url, Failing is null ? settings.Poll : TimeSpan.Zero, stop);
        if (group.Count < SqsEnvelope.MaxEntries)
            return group;
        List<Message>[] more = await Task.WhenAll(Enumerable.Range(1, (settings.MaxGroup / SqsEnvelope.MaxEntries) - 1).Select(_ => AskForMoreAsync(url)));
        return [.. group, .. more.SelectMany(messages => messages)];
    }

    private async Task<List<Message>> AskForMoreAsync(string url)
    {
        try
        {
            return await AskAsync(url, TimeSpan.Zero, CancellationToken.None);
        }
        catch (Exception e) when (SqsTrouble.IsOfTheService(e))
        {
            return []; // what the other questions brought is not to wait until its time is over
        }
    }

    private async Task<List<Message>> AskAsync(string url, TimeSpan wait, CancellationToken cancellation)
    {
        var request = new ReceiveMessageRequest(url)
        {
            MaxNumberOfMessages = SqsEnvelope.MaxEntries,
            WaitTimeSeconds = (int)wait.TotalSeconds,
            VisibilityTimeout = (int)settings.Visibility.TotalSeconds,
            MessageAttributeNames = ["All"],
            MessageSystemAttributeNames = ["ApproximateReceiveCount", "SentTimestamp"],
        };
        return (await (wait > TimeSpan.Zero ? clients.Polls : clients.Calls).ReceiveMessageAsync(request, cancellation)).Messages ?? [];
    }

    private async Task TakeAsync(string url, string dead, List<Message> received, CancellationToken stop)
    {
        await using var keeper = VisibilityKeeper.Hold(url, _settler, received, settings.Visibility, clock);
        List<(Message Received, BusMessage Message)> group = [], alone = [];
        foreach (Message message in received) // 2
        {
            int deliveries = SqsEnvelope.DeliveriesOf(message);
            if (deliveries > 1)
                metrics.Redeliveries.Inc();
            if (SqsEnvelope.TryUnwrap(message, out BusMessage unwrapped))
                (deliveries > MaxTogether ? alone : group).Add((message, unwrapped));
            else
                await SetAsideAsync(url, dead, message, "Unreadable: It is no message that this version knows.", keeper);
        }

        List<(Message Received, BusMessage Message)> all = [.. group, .. alone];
        if (all.Count == 0)
            return;
        EventsPerMessage = (0.9 * EventsPerMessage) + (0.1 * all.Average(one => Math.Max(1, SqsEnvelope.NumberOf(one.Received, SqsEnvelope.Events))));
        using var stopOrLost = CancellationTokenSource.CreateLinkedTokenSource(stop, keeper.AllLost);
        try
        {
            if (group.Count > 0)
                await ApplyAsync(url, dead, group, keeper, stopOrLost.Token);
            foreach ((Message Received, BusMessage Message) one in alone.Where(one => keeper.Holds(one.Received)))
                await ApplyAsync(url, dead, [one], keeper, stopOrLost.Token);
        }
        catch (OperationCanceledException) when (stopOrLost.IsCancellationRequested)
        {
            // What is still ours need not wait until its time is over.
            Message[] held = [.. all.Select(one => one.Received).Where(keeper.Holds)];
            await keeper.ReleaseAsync(held);
            await _settler.HideAsync(url, held, TimeSpan.Zero, CancellationToken.None);
        }
    }

    private async Task ApplyAsync(string url, string dead, List<(Message Received, BusMessage Message)> group, VisibilityKeeper keeper, CancellationToken stopOrLost)
    {
        Exception?[]? failures = await applier.ApplyAsync([.. group.Select(one => one.Message)], stopOrLost); // 3
        await DeleteAsync(url, [.. group.Where((_, i) => failures?[i] is null).Select(one => one.Received)], keeper);
        for (int i = 0; i < failures?.Length; i++)
        {
            if (failures[i] is { } failure)
                await FailAsync(url, dead, group[i].Received, failure, keeper); // 4
        }
    }

    private async Task DeleteAsync(string url, Message[] messages, VisibilityKeeper keeper)
    {
        await keeper.ReleaseAsync(messages);
        foreach ((Message message, string reason) in await _settler.DeleteAsync(url, messages))
            Log.NotSettled(logger, Consumer, message.MessageId, reason);
    }

    private async Task FailAsync(string url, string dead, Message message, Exception e, VisibilityKeeper keeper)
    {
        int deliveries = SqsEnvelope.DeliveriesOf(message);
        if (deliveries >= settings.MaxDeliveries)
        {
            Log.SetAside(logger, e, Consumer, message.MessageId, deliveries);
            await SetAsideAsync(url, dead, message, $"{e.GetType().Name}: {e.Message}", keeper);
            return;
        }

        await keeper.ReleaseAsync([message]);
        await _settler.HideAsync(url, [message], Backoff.Redelivery.After(deliveries));
    }

    // The letter first: a crash in between leaves both, and the message is set aside a second time.
    private async Task SetAsideAsync(string url, string dead, Message message, string reason, VisibilityKeeper keeper)
    {
        Letters++;
        try
        {
            await clients.Calls.SendMessageAsync(SqsEnvelope.AsLetter(message, reason, SqsEnvelope.DeliveriesOf(message)).Request(dead));
        }
        catch (Exception e) when (SqsTrouble.IsOfTheService(e))
        {
            Log.NotSettled(logger, Consumer, message.MessageId, SqsTrouble.Of(e));
            Letters--;
            await keeper.ReleaseAsync([message]);
            return; // it comes again when its time is over
        }

        metrics.DeadLetters.Inc();
        await DeleteAsync(url, [message], keeper);
    }

    private async Task PauseAsync(TimeSpan pause, CancellationToken stop)
    {
        try
        {
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

        [LoggerMessage(LogLevel.Error, "{Consumer} cannot apply message {MessageId}, which was given {Deliveries} times; it is set aside as a dead letter.")]
        public static partial void SetAside(ILogger logger, Exception e, string consumer, string messageId, int deliveries);

        [LoggerMessage(LogLevel.Information, "{Consumer} could not settle message {MessageId}: {Reason}. It comes again, and has no second effect.")]
        public static partial void NotSettled(ILogger logger, string consumer, string messageId, string reason);
    }
}
