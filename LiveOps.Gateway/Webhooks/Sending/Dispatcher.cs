using System.Collections.Concurrent;
using LiveOps.Core.Bus;
using LiveOps.Gateway.Webhooks.Deliveries;
using LiveOps.Gateway.Webhooks.Stores;
using LiveOps.ServiceDefaults.Stores;
using LiveOps.ServiceDefaults.Upkeep;

namespace LiveOps.Gateway.Webhooks.Sending;

/// <summary>
/// Sends what is due, of each webhook so many at once and no more: a receiver that is slow or dead has its own places and keeps nobody else waiting. It looks whenever something
/// changed, and now and then.
/// </summary>
internal sealed partial class Dispatcher(IWebhookStore store, WebhookSender sender, WebhookMetrics metrics, TimeProvider clock, ILogger<Dispatcher> logger) : BackgroundService
{
    private const int AtOnce = 8, MostUntold = 256;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250), Pause = TimeSpan.FromSeconds(1);

    private readonly Bell _bell = new();
    private readonly ConcurrentDictionary<string, int> _sending = [], _untold = [];

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        store.Changed = _bell.Ring;
        return Task.WhenAll(
            Rounds.RunAsync(Interval, clock, _ => RingAsync(stoppingToken), stoppingToken),
            _bell.AnswerAsync(() => LookAsync(stoppingToken), stoppingToken));
    }

    private async Task RingAsync(CancellationToken cancellation)
    {
        _bell.Ring();
        try
        {
            await store.AnnounceAsync(cancellation);
        }
        catch (Exception e) when (PassingFaults.MayPass(e))
        {
            Log.Delayed(logger, e.Message);
        }
    }

    private async Task LookAsync(CancellationToken cancellation)
    {
        try
        {
            IReadOnlyList<(Webhook Webhook, int Pending)> all = store.Known;
            metrics.Stand(store.Sends ? all : null, store.Overflowed);
            foreach ((Webhook webhook, int pending) in all)
            {
                int free = Math.Min(AtOnce - _sending.GetValueOrDefault(webhook.Id), MostUntold - _untold.GetValueOrDefault(webhook.Id));
                if (pending == 0 || !webhook.Wish.IsEnabled || free <= 0)
                    continue;
                foreach (Delivery delivery in await store.TakeDueAsync(webhook.Id, free, cancellation))
                {
                    Count(_sending, webhook.Id, 1);
                    Count(_untold, webhook.Id, 1);
                    _ = SendAsync(webhook, delivery, cancellation);
                }
            }
        }
        catch (Exception e) when (PassingFaults.MayPass(e))
        {
            Log.Delayed(logger, e.Message);
        }
    }

    private async Task SendAsync(Webhook webhook, Delivery delivery, CancellationToken cancellation)
    {
        bool isSending = true;
        try
        {
            await Task.Yield();
            AttemptResult result = await sender.SendAsync(webhook, delivery, cancellation);
            // What was taken has made room for the next before the store has it: forcing it to the disk takes longer than sending does. What was not keeps its place until
            // the store says how long to wait.
            if (result.Attempt.IsTaken)
            {
                isSending = false;
                Count(_sending, webhook.Id, -1);
                _bell.Ring();
            }

            SettleResult settled = await SettleAsync(webhook.Id, delivery.Id, result, cancellation);
            metrics.Attempted(result, settled.Delivery);
            if (settled.DisabledBy.Length > 0)
                Log.Disabled(logger, webhook.Id, settled.DisabledBy);
        }
        catch (Exception) when (cancellation.IsCancellationRequested)
        {
            // It is sent again when the service is back.
        }
        catch (Exception e)
        {
            Log.Failed(logger, e, webhook.Id); // a mistake of ours: the delivery is in hand until the restart, and the others go on
        }
        finally
        {
            Count(_untold, webhook.Id, -1);
            if (isSending)
                Count(_sending, webhook.Id, -1);
            _bell.Ring();
        }
    }

    private static void Count(ConcurrentDictionary<string, int> counts, string webhook, int change) => counts.AddOrUpdate(webhook, change, (_, count) => count + change);

    // What was sent is told for as long as it takes: untold, it would be sent again.
    private async Task<SettleResult> SettleAsync(string webhook, string delivery, AttemptResult result, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                return await store.SettleAsync(webhook, delivery, result, cancellation);
            }
            catch (Exception e) when (e is BusUnavailableException or StoreUnavailableException)
            {
                Log.Delayed(logger, e.Message);
                await Task.Delay(Pause, clock, cancellation);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Webhooks wait: {Reason}")]
        public static partial void Delayed(ILogger logger, string reason);

        [LoggerMessage(LogLevel.Error, "The webhook {Webhook} is disabled and gets nothing until an operator enables it: {Why}.")]
        public static partial void Disabled(ILogger logger, string webhook, string why);

        [LoggerMessage(LogLevel.Error, "A delivery of the webhook {Webhook} could not be made.")]
        public static partial void Failed(ILogger logger, Exception e, string webhook);
    }
}
