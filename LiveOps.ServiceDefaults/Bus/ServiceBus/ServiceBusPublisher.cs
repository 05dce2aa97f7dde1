using System.Threading.Channels;
using Azure.Messaging.ServiceBus;
using LiveOps.Core.Bus;
using LiveOps.ServiceDefaults.Bus.Delivery;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LiveOps.ServiceDefaults.Bus.ServiceBus;

/// <summary>
/// Publishes to the topic.
/// <list type="number">
/// <item>a message waits its turn in a bounded queue; when the queue is full it is refused;</item>
/// <item>a sender takes the first and whatever waits behind it, as much as the topic takes in one batch;</item>
/// <item>it sends the batch over a link of its own; while the service is busy or out of reach it tries again, the same messages under the same ids;</item>
/// <item>when the service has the batch, or nobody waits any longer, all who waited are told.</item>
/// </list>
/// A batch of events too large for the topic is split and sent in parts: consumers know events by their ids, not batches.
/// </summary>
internal sealed partial class ServiceBusPublisher : BackgroundService, IEventBus
{
    private static readonly Backoff Retrying = new(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(2));

    // "Please wait 2 seconds and try again", https://learn.microsoft.com/azure/service-bus-messaging/service-bus-throttling
    private static readonly Backoff WhileBusy = new(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2));

    private readonly ServiceBusClient _client;
    private readonly ServiceBusSettings _settings;
    private readonly TimeProvider _clock;
    private readonly ILogger<ServiceBusPublisher> _logger;
    private readonly Channel<PendingMessage> _queue;

    public ServiceBusPublisher(ServiceBusClient client, ServiceBusSettings settings, TimeProvider clock, ILogger<ServiceBusPublisher> logger)
    {
        _client = client;
        _settings = settings;
        _clock = clock;
        _logger = logger;
        _queue = Channel.CreateBounded<PendingMessage>(new BoundedChannelOptions(settings.MaxWaiting) { FullMode = BoundedChannelFullMode.Wait });
    }

    /// <inheritdoc/>
    public ValueTask PublishAsync(BusMessage message, CancellationToken cancellation = default) => new(PublishAsync(message, to: null));

    /// <summary>Publishes a message for all consumers, or for one.</summary>
    /// <param name="message">The message.</param>
    /// <param name="to">The only consumer, and an id that two tries to give it the message share; null for all.</param>
    /// <exception cref="BusUnavailableException">It could not be made durable.</exception>
    public async Task PublishAsync(BusMessage message, (string Consumer, string Id)? to)
    {
        try
        {
            await SendAsync(Envelope.Wrap(message, to));
        }
        catch (TooLargeException e)
        {
            IReadOnlyList<BusMessage> parts = EventSplit.Split(message);
            if (parts.Count == 0)
                throw new BusUnavailableException("A message is larger than the topic takes, and cannot be split.", e);
            await PublishPartsAsync(parts, to);
        }
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _queue.Writer.TryComplete();
        await base.StopAsync(cancellationToken);
        while (_queue.Reader.TryRead(out PendingMessage? late))
            late.Fail(new BusUnavailableException("The bus is closed."));
    }

    // Stopping ends the queue, not the senders: they send what waits, each message for as long as its patience lasts.
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enumerable.Range(0, _settings.Senders).Select(_ => Task.Run(SendAllAsync, CancellationToken.None)));

    // Where a part is refused, those before it are stored.
    private async Task PublishPartsAsync(IReadOnlyList<BusMessage> parts, (string Consumer, string Id)? to)
    {
        for (int i = 0; i < parts.Count; i++)
        {
            try
            {
                await PublishAsync(parts[i], to is { } one ? (one.Consumer, $"{one.Id}.{i}") : null);
            }
            catch (BusUnavailableException e) when (i > 0)
            {
                throw new BusUnavailableException(e.Message, e) { MayBePublished = true };
            }
        }
    }

    private Task SendAsync(ServiceBusMessage message)
    {
        var pending = new PendingMessage(message, _clock.GetTimestamp() + (long)(_settings.Patience.TotalSeconds * _clock.TimestampFrequency)); // 1
        return _queue.Writer.TryWrite(pending)
            ? pending.Sent
            : throw new BusUnavailableException(_queue.Reader.Completion.IsCompleted ? "The bus is closed." : "Too many messages wait to be sent.");
    }

    private async Task SendAllAsync()
    {
        await using var link = new TopicLink(_client);
        PendingMessage? next = null;
        while (next is not null || await _queue.Reader.WaitToReadAsync())
        {
            if (next is null && !_queue.Reader.TryRead(out next))
                continue;
            next = await SendBatchAsync(link, next);
        }
    }

    // Returns the message that did not fit any more: it begins the next batch.
    private async Task<PendingMessage?> SendBatchAsync(TopicLink link, PendingMessage first)
    {
        List<PendingMessage> group = [first];
        PendingMessage? next = null;
        try
        {
            using ServiceBusMessageBatch batch = await TryAsync(link.CreateBatchAsync, first);
            if (!batch.TryAddMessage(first.Message))
                throw new TooLargeException();
            while (_queue.Reader.TryRead(out next) && batch.TryAddMessage(next.Message)) // 2
            {
                group.Add(next);
                next = null;
            }

            await TryAsync(async cancellation => // 3
            {
                await link.SendAsync(batch, cancellation);
                return true;
            }, first);
            group.ForEach(pending => pending.Succeed()); // 4
        }
        catch (Exception e)
        {
            Exception told = Told(e, group.Count);
            group.ForEach(pending => pending.Fail(told));
        }

        return next;
    }

    private Exception Told(Exception e, int messages)
    {
        if (messages == 1 && e is TooLargeException or ServiceBusException { Reason: ServiceBusFailureReason.MessageSizeExceeded })
            return new TooLargeException();
        Log.Refused(_logger, e, Trouble.Of(e));
        return new BusUnavailableException($"The topic {ServiceBusSettings.Topic} takes no message now: {Trouble.Of(e)}.", e);
    }

    private async Task<T> TryAsync<T>(Func<CancellationToken, Task<T>> operation, PendingMessage first)
    {
        for (int failures = 1; ; failures++)
        {
            using var timeout = new CancellationTokenSource(Left(first), _clock);
            try
            {
                return await operation(timeout.Token);
            }
            catch (Exception e) when (Trouble.Passes(e))
            {
                TimeSpan pause = (Trouble.IsBusy(e) ? WhileBusy : Retrying).After(failures);
                if (Left(first) <= pause)
                    throw;
                await Task.Delay(pause, _clock, CancellationToken.None);
            }
        }
    }

    private TimeSpan Left(PendingMessage message)
    {
        double seconds = (double)(message.GiveUpAt - _clock.GetTimestamp()) / _clock.TimestampFrequency;
        return seconds > 0 ? TimeSpan.FromSeconds(seconds) : throw new TimeoutException("No answer in time.");
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Messages could not be published: {Reason}.")]
        public static partial void Refused(ILogger logger, Exception e, string reason);
    }
}
