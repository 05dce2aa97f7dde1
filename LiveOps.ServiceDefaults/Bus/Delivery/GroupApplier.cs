using System.Diagnostics;
using LiveOps.Core.Bus;
using LiveOps.Core.Traces;
using LiveOps.ServiceDefaults.Stores;
using Microsoft.Extensions.Logging;

namespace LiveOps.ServiceDefaults.Bus.Delivery;

/// <summary>
/// Has a consumer apply a group of messages, whatever bus they came on, one group at a time:
/// <list type="number">
/// <item>the group in one call;</item>
/// <item>while the consumer's store is out of reach, again and again after pauses: that is nobody's failure, and is not counted;</item>
/// <item>when the group fails, each message alone, so that what is poison stands alone and the others have their effect.</item>
/// </list>
/// </summary>
internal sealed partial class GroupApplier(IBusConsumer consumer, BusMetrics metrics, TimeProvider clock, ILogger<GroupApplier> logger) : IDisposable
{
    private readonly ActivitySource _source = ActivitySources.Of(consumer.Name);
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>Whose.</summary>
    public string Consumer => consumer.Name;

    /// <summary>Applies them. What each failed for, null for what was applied; null in place of the list when all were.</summary>
    /// <param name="messages">The group.</param>
    /// <param name="stop">Ends the waiting for a store, and is the consumer's to heed.</param>
    /// <exception cref="OperationCanceledException">Stopped while waiting: nothing of what was left is applied.</exception>
    public async Task<Exception?[]?> ApplyAsync(IReadOnlyList<BusMessage> messages, CancellationToken stop)
    {
        await _turn.WaitAsync(stop);
        try
        {
            if (await TryAsync(messages, stop) is not { } failure) // 1
                return null;
            if (messages.Count == 1)
                return [failure];
            Log.Retrying(logger, failure, consumer.Name, messages.Count);
            var failures = new Exception?[messages.Count];
            for (int i = 0; i < failures.Length; i++) // 3
                failures[i] = await TryAsync([messages[i]], stop);
            return Array.TrueForAll(failures, one => one is null) ? null : failures;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private async Task<Exception?> TryAsync(IReadOnlyList<BusMessage> messages, CancellationToken stop)
    {
        for (int failures = 1; ; failures++)
        {
            using ConsumerTrace? trace = ConsumerTrace.Start(_source, messages as BusMessage[] ?? [.. messages]);
            try
            {
                await consumer.ApplyAsync(messages, stop);
                foreach (BusMessage message in messages)
                    metrics.Delays.Observe(message);
                return null;
            }
            catch (Exception e) when (e is StoreUnavailableException or BusUnavailableException)
            {
                trace?.Fail(e);
                Log.Waiting(logger, consumer.Name, e.Message);
            }
#pragma warning disable CA1031 // whatever it is, the next message must get its turn
            catch (Exception e) when (!stop.IsCancellationRequested)
#pragma warning restore CA1031
            {
                trace?.Fail(e);
                return e;
            }

            await Task.Delay(Backoff.Waiting.After(failures), clock, stop); // 2
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "{Consumer} waits: {Reason}.")]
        public static partial void Waiting(ILogger logger, string consumer, string reason);

        [LoggerMessage(LogLevel.Warning, "{Consumer} could not apply a group of {Count} messages; each is tried alone.")]
        public static partial void Retrying(ILogger logger, Exception e, string consumer, int count);
    }
}
