using LiveOps.Core.Bus;
using LiveOps.ServiceDefaults.Bus.Delivery;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LiveOps.ServiceDefaults.Bus.Sqs;

/// <summary>
/// Publishes: sends each message to the queue of every consumer, and completes when all of them have it. That is not one atomic step: where one queue cannot be had, others
/// may have the message already, whoever sent it is told that it may be stored, and sends it again; consumers know its events by their ids. So that this is rare, nothing is sent
/// while a queue is missing or a lane is full. A batch of events too large for a message is split.
/// </summary>
internal sealed class SqsPublisher : BackgroundService, IEventBus
{
    private readonly SqsQueues _queues;
    private readonly Dictionary<string, SqsLane> _lanes;

    public SqsPublisher(SqsClients clients, SqsQueues queues, SqsSettings settings, TimeProvider clock, ILogger<SqsPublisher> logger)
    {
        _queues = queues;
        _lanes = settings.Consumers.Distinct(StringComparer.Ordinal).ToDictionary(consumer => consumer, consumer => new SqsLane(consumer, clients, queues, settings, clock, logger), StringComparer.Ordinal);
    }

    /// <inheritdoc/>
    public async ValueTask PublishAsync(BusMessage message, CancellationToken cancellation = default)
    {
        SqsContent content;
        try
        {
            content = SqsEnvelope.Wrap(message);
        }
        catch (TooLargeException e)
        {
            IReadOnlyList<BusMessage> parts = EventSplit.Split(message);
            if (parts.Count == 0)
                throw new BusUnavailableException("A message is larger than SQS takes, and cannot be split.", e);
            await PublishPartsAsync(parts, cancellation);
            return;
        }

        await ReadyAsync();
        Task[] sent = [.. _lanes.Values.Select(lane => lane.SendAsync(content))];
        try
        {
            await Task.WhenAll(sent);
        }
        catch (BusUnavailableException e)
        {
            throw new BusUnavailableException(e.Message, e) { MayBePublished = Array.Exists(sent, MayBeThere) };
        }
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        foreach (SqsLane lane in _lanes.Values)
            lane.Close();
        await base.StopAsync(cancellationToken);
        foreach (SqsLane lane in _lanes.Values)
            lane.Abandon();
    }

    // Stopping closes the lanes, it does not cut them off: they send what waits, each message for as long as its patience lasts.
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(_lanes.Values.Select(lane => lane.RunAsync()));

    // Where a part is refused, those before it are stored.
    private async Task PublishPartsAsync(IReadOnlyList<BusMessage> parts, CancellationToken cancellation)
    {
        for (int i = 0; i < parts.Count; i++)
        {
            try
            {
                await PublishAsync(parts[i], cancellation);
            }
            catch (BusUnavailableException e) when (i > 0)
            {
                throw new BusUnavailableException(e.Message, e) { MayBePublished = true };
            }
        }
    }

    private async Task ReadyAsync()
    {
        if (_lanes.Values.Any(lane => lane.IsFull))
            throw new BusUnavailableException("Too many messages wait to be sent.");
        try
        {
            await _queues.AllAsync(CancellationToken.None);
        }
        catch (Exception e) when (SqsTrouble.IsOfTheService(e))
        {
            throw new BusUnavailableException($"The queues cannot be had now: {SqsTrouble.Of(e)}.", e);
        }
    }

    private static bool MayBeThere(Task sent) => sent.IsCompletedSuccessfully || sent.Exception?.InnerException is BusUnavailableException { MayBePublished: true };
}
