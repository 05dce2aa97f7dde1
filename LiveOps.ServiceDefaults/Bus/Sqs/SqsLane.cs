using System.Globalization;
using System.Threading.Channels;
using Amazon.SQS.Model;
using LiveOps.Core.Bus;
using LiveOps.ServiceDefaults.Bus.Delivery;
using Microsoft.Extensions.Logging;

namespace LiveOps.ServiceDefaults.Bus.Sqs;

/// <summary>
/// Sends to one consumer's queue.
/// <list type="number">
/// <item>a message waits its turn in a bounded queue; when that is full it is refused;</item>
/// <item>a sender takes the first and whatever waits behind it, as much as one request may hold: ten messages, 1 MiB;</item>
/// <item>the answer says of each message what became of it: what was taken is told to who waits, what was not for a reason that passes goes again, alone with its like, after a pause;</item>
/// <item>until it is taken, or refused for good, or nobody waits any longer.</item>
/// </list>
/// </summary>
internal sealed partial class SqsLane(string consumer, SqsClients clients, SqsQueues queues, SqsSettings settings, TimeProvider clock, ILogger<SqsPublisher> logger)
{
    private static readonly Backoff Retrying = new(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(2));

    private readonly Channel<PendingContent> _queue = Channel.CreateBounded<PendingContent>(
        new BoundedChannelOptions(settings.MaxWaiting) { FullMode = BoundedChannelFullMode.Wait });

    /// <summary>Whether as many wait as may.</summary>
    public bool IsFull => _queue.Reader.Count >= settings.MaxWaiting;

    /// <summary>Completes when the queue has the message.</summary>
    /// <exception cref="BusUnavailableException">It could not be made durable there.</exception>
    public Task SendAsync(SqsContent content)
    {
        var pending = new PendingContent(content, clock.GetTimestamp() + (long)(settings.Patience.TotalSeconds * clock.TimestampFrequency)); // 1
        if (!_queue.Writer.TryWrite(pending))
            pending.Fail(new BusUnavailableException(_queue.Reader.Completion.IsCompleted ? "The bus is closed." : "Too many messages wait to be sent."));
        return pending.Sent;
    }

    /// <summary>Sends until it is closed and nothing waits.</summary>
    public Task RunAsync() => Task.WhenAll(Enumerable.Range(0, settings.Senders).Select(_ => Task.Run(SendAllAsync)));

    /// <summary>Takes no more.</summary>
    public void Close() => _queue.Writer.TryComplete();

    /// <summary>Tells whoever still waits that nothing comes of it.</summary>
    public void Abandon()
    {
        while (_queue.Reader.TryRead(out PendingContent? late))
            late.Fail(new BusUnavailableException("The bus is closed."));
    }

    private async Task SendAllAsync()
    {
        PendingContent? next = null;
        while (next is not null || await _queue.Reader.WaitToReadAsync())
        {
            if (next is null && !_queue.Reader.TryRead(out next))
                continue;
            List<PendingContent> group = [next]; // 2
            int bytes = next.Content.Bytes;
            next = null;
            while (group.Count < SqsEnvelope.MaxEntries && _queue.Reader.TryRead(out next))
            {
                bytes += next.Content.Bytes;
                if (bytes > SqsEnvelope.MaxRequestBytes)
                    break; // it begins the next request
                group.Add(next);
                next = null;
            }

            await SendAsync(group);
        }
    }

    private async Task SendAsync(List<PendingContent> group)
    {
        for (int failures = 1; group.Count > 0; failures++)
        {
            Exception trouble;
            try
            {
                trouble = Settle(group, await AskAsync(group)); // 3
            }
            catch (Exception e)
            {
                trouble = e;
                if (SqsTrouble.MayBeDone(e))
                    group.ForEach(pending => pending.MayBeSent = true);
            }

            if (group.Count == 0)
                return;
            TimeSpan pause = Retrying.After(failures);
            bool passes = SqsTrouble.Passes(trouble) && trouble is not SqsQueueMissingException;
            GiveUp(group, trouble, pending => !passes || LeftOf(pending) <= pause); // 4
            if (group.Count > 0)
                await Task.Delay(pause, clock);
        }
    }

    private async Task<SendMessageBatchResponse> AskAsync(List<PendingContent> group)
    {
        TimeSpan left = group.Max(LeftOf);
        using var timeout = new CancellationTokenSource(left > TimeSpan.Zero ? left : TimeSpan.FromMilliseconds(1), clock);
        string url = await queues.OfAsync(consumer, timeout.Token);
        List<SendMessageBatchRequestEntry> entries = [.. group.Select((pending, i) => pending.Content.Entry(i.ToString(CultureInfo.InvariantCulture)))];
        return await clients.Sends.SendMessageBatchAsync(new SendMessageBatchRequest(url, entries), timeout.Token);
    }

    // Leaves in the group what may go again, and says what for. An answer that makes no sense leaves all of it: who waits is told.
    private SqsRefusedException Settle(List<PendingContent> group, SendMessageBatchResponse answer)
    {
        var refused = new SqsRefusedException("no answer for a message");
        var taken = new HashSet<string>((answer.Successful ?? []).Select(entry => entry.Id), StringComparer.Ordinal);
        Dictionary<string, BatchResultErrorEntry> failed = (answer.Failed ?? []).ToDictionary(entry => entry.Id, StringComparer.Ordinal);
        PendingContent[] asked = [.. group];
        group.Clear();
        for (int i = 0; i < asked.Length; i++)
        {
            string id = i.ToString(CultureInfo.InvariantCulture);
            if (taken.Contains(id))
            {
                asked[i].Succeed();
                continue;
            }

            bool isToGoAgain = true;
            if (failed.TryGetValue(id, out BatchResultErrorEntry? error))
            {
                refused = new SqsRefusedException(error.Code);
                isToGoAgain = error.SenderFault != true || SqsTrouble.PassesByCode(error.Code);
            }

            group.Add(asked[i]);
            if (!isToGoAgain)
                GiveUp(group, refused, pending => pending == asked[i]);
        }

        return refused;
    }

    private void GiveUp(List<PendingContent> group, Exception e, Predicate<PendingContent> which)
    {
        List<PendingContent> lost = group.FindAll(which);
        if (lost.Count == 0)
            return;
        group.RemoveAll(which);
        Log.Refused(logger, e, settings.QueueOf(consumer), SqsTrouble.Of(e));
        foreach (PendingContent pending in lost)
            pending.Fail(new BusUnavailableException($"The queue {settings.QueueOf(consumer)} takes no message now: {SqsTrouble.Of(e)}.", e) { MayBePublished = pending.MayBeSent });
    }

    private TimeSpan LeftOf(PendingContent pending) => TimeSpan.FromSeconds((double)(pending.GiveUpAt - clock.GetTimestamp()) / clock.TimestampFrequency);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Messages could not be sent to queue {Queue}: {Reason}.")]
        public static partial void Refused(ILogger logger, Exception e, string queue, string reason);
    }
}
