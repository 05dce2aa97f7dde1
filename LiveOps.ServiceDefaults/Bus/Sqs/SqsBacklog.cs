using System.Globalization;
using System.Text.Json;
using Amazon.SQS;
using LiveOps.ServiceDefaults.Bus.Delivery;
using LiveOps.ServiceDefaults.Upkeep;
using Microsoft.Extensions.Logging;

namespace LiveOps.ServiceDefaults.Bus.Sqs;

/// <summary>
/// Asks every now and then how many messages the consumer's queue holds, in hand or not: <c>bus_lag_events</c> is that number, which SQS calls approximate, times the events that a message
/// held of late; NaN while it cannot be asked. Letters that are not this replica's own, as those that the queue's redrive policy moves, are seen by the growth of their queue and count in
/// <c>bus_dead_letters_total</c> too; how many are in it is <c>bus_dead_letters_waiting</c>. What is amiss with a queue that somebody else made is told once.
/// </summary>
internal sealed partial class SqsBacklog(SqsClients clients, SqsQueues queues, SqsSettings settings, BusMetrics metrics, TimeProvider clock, ILogger<SqsBacklog> logger)
{
    /// <summary>How often: a question is a request like others.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    private static readonly List<string> Counts =
        [QueueAttributeName.ApproximateNumberOfMessages, QueueAttributeName.ApproximateNumberOfMessagesNotVisible, QueueAttributeName.ApproximateNumberOfMessagesDelayed];

    private static readonly List<string> Asked =
    [
        .. Counts, QueueAttributeName.RedrivePolicy, QueueAttributeName.MessageRetentionPeriod, QueueAttributeName.MaximumMessageSize,
    ];

    // The retention that a queue has where nobody says anything; what ours ask for is fourteen days.
    private const long DefaultRetentionSeconds = 4 * 24 * 3600;

    private readonly LetterGrowth _letters = new();

    /// <summary>Asks until it is told to stop.</summary>
    public async Task WatchAsync(SqsPump pump, CancellationToken stop)
    {
        string? failing = null;
        bool isChecked = false;
        await Rounds.RunAsync(
            Interval,
            clock,
            async _ =>
            {
                try
                {
                    Dictionary<string, string> told = (await clients.Calls.GetQueueAttributesAsync(await queues.OfAsync(pump.Consumer, stop), Asked, stop)).Attributes;
                    metrics.Lag.Set(Math.Round(Counts.Sum(name => NumberOf(told, name)) * pump.EventsPerMessage));
                    if (!isChecked)
                        Check(told, pump.Consumer);
                    isChecked = true;
                    await CountLettersAsync(pump, stop);
                    failing = null;
                }
                catch (Exception e) when (SqsTrouble.IsOfTheService(e) && !stop.IsCancellationRequested)
                {
                    metrics.Lag.Set(double.NaN);
                    metrics.DeadLettersWaiting.Set(double.NaN);
                    string reason = SqsTrouble.Of(e);
                    if (reason != failing)
                        Log.Unknown(logger, reason);
                    failing = reason;
                }
            },
            stop);
    }

    // Its own are read last, and counted before they are sent: none is taken for another's.
    private async Task CountLettersAsync(SqsPump pump, CancellationToken stop)
    {
        Dictionary<string, string> told = (await clients.Calls.GetQueueAttributesAsync(await queues.OfDeadLettersAsync(pump.Consumer, stop), Counts, stop)).Attributes;
        long waiting = Counts.Sum(name => NumberOf(told, name));
        metrics.DeadLettersWaiting.Set(waiting);
        long others = _letters.Of(waiting, pump.Letters);
        if (others == 0)
            return;
        metrics.DeadLetters.Inc(others);
        Log.Moved(logger, pump.Consumer, others);
    }

    private void Check(Dictionary<string, string> told, string consumer)
    {
        if (!told.TryGetValue(QueueAttributeName.RedrivePolicy, out string? policy))
            Log.NoRedrive(logger, consumer);
        else if (MaxReceiveCountOf(policy) is { } count && count <= settings.MaxDeliveries)
            Log.EarlyRedrive(logger, consumer, count, settings.MaxDeliveries);
        if (NumberOf(told, QueueAttributeName.MessageRetentionPeriod) <= DefaultRetentionSeconds)
            Log.ShortRetention(logger, consumer, NumberOf(told, QueueAttributeName.MessageRetentionPeriod));
        if (NumberOf(told, QueueAttributeName.MaximumMessageSize) < SqsEnvelope.MaxRequestBytes)
            Log.SmallMessages(logger, consumer, NumberOf(told, QueueAttributeName.MaximumMessageSize));
    }

    // A number, or one in quotes; null for what this version cannot read.
    private static long? MaxReceiveCountOf(string policy)
    {
        try
        {
            using var document = JsonDocument.Parse(policy);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("maxReceiveCount", out JsonElement count)
                && long.TryParse(count.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static long NumberOf(Dictionary<string, string> told, string name) => long.TryParse(told.GetValueOrDefault(name), NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : 0;

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "How many messages wait cannot be asked ({Reason}): bus_lag_events is not known.")]
        public static partial void Unknown(ILogger logger, string reason);

        [LoggerMessage(LogLevel.Warning, "{Consumer}'s queue has no RedrivePolicy: a message that ends every process which touches it comes again until it expires.")]
        public static partial void NoRedrive(ILogger logger, string consumer);

        [LoggerMessage(LogLevel.Warning, "{Consumer}'s queue moves a message after {Count} deliveries (maxReceiveCount), no later than it is set aside with its reason (BUS_MAX_DELIVERIES {Max}): twice as many are right.")]
        public static partial void EarlyRedrive(ILogger logger, string consumer, long count, int max);

        [LoggerMessage(LogLevel.Warning, "{Consumer}'s dead letters grew by {Count} that this replica has not set aside: the queue's redrive policy moved them, or another replica.")]
        public static partial void Moved(ILogger logger, string consumer, long count);

        [LoggerMessage(LogLevel.Warning, "{Consumer}'s queue keeps messages for {Seconds} s (MessageRetentionPeriod): what it has not taken by then is lost. 1209600 is the most.")]
        public static partial void ShortRetention(ILogger logger, string consumer, long seconds);

        [LoggerMessage(LogLevel.Warning, "{Consumer}'s queue takes messages of at most {Bytes} bytes (MaximumMessageSize): larger batches are refused with 503. 1048576 is the most.")]
        public static partial void SmallMessages(ILogger logger, string consumer, long bytes);
    }
}
