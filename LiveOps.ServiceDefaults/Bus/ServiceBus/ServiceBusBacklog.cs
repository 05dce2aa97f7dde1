using Azure.Messaging.ServiceBus.Administration;
using LiveOps.ServiceDefaults.Bus.Delivery;
using LiveOps.ServiceDefaults.Upkeep;
using Microsoft.Extensions.Logging;

namespace LiveOps.ServiceDefaults.Bus.ServiceBus;

/// <summary>
/// Asks every now and then how many messages wait in the consumer's subscription: <c>bus_lag_events</c> is that number times the events that a
/// message held of late; the same answer has what waits among its dead letters, <c>bus_dead_letters_waiting</c>. Needs the right to manage the namespace, and both are NaN without it.
/// </summary>
/// <param name="administration">Null where there is none to ask: the emulator's is elsewhere, and nobody said where.</param>
/// <param name="metrics">Where the lag is shown.</param>
/// <param name="clock">The clock.</param>
/// <param name="logger">Where trouble is told.</param>
internal sealed partial class ServiceBusBacklog(
    ServiceBusAdministrationClient? administration, BusMetrics metrics, TimeProvider clock, ILogger<ServiceBusBacklog> logger)
{
    /// <summary>How often; a question costs as much as ten messages of the Standard tier's thousand a second.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    /// <summary>Asks until it is told to stop.</summary>
    public async Task WatchAsync(ServiceBusPump pump, CancellationToken stop)
    {
        if (administration is null)
            return;

        string? failing = null;
        await Rounds.RunAsync(Interval, clock, async _ => failing = await AskAsync(administration, pump, failing, stop), stop);
    }

    // What failed, if anything; what failed last time too is not told again.
    private async Task<string?> AskAsync(ServiceBusAdministrationClient asked, ServiceBusPump pump, string? failedBefore, CancellationToken stop)
    {
        try
        {
            SubscriptionRuntimeProperties subscription = await asked.GetSubscriptionRuntimePropertiesAsync(ServiceBusSettings.Topic, pump.Consumer, stop);
            metrics.Lag.Set(Math.Round(subscription.ActiveMessageCount * pump.EventsPerMessage));
            metrics.DeadLettersWaiting.Set(subscription.DeadLetterMessageCount);
            return null;
        }
        catch (Exception e) when (Trouble.IsOfTheService(e) && !stop.IsCancellationRequested)
        {
            metrics.Lag.Set(double.NaN);
            metrics.DeadLettersWaiting.Set(double.NaN);
            string failing = Trouble.Of(e);
            if (failing != failedBefore)
                Log.Unknown(logger, failing);
            return failing;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "How many messages wait cannot be asked ({Reason}): bus_lag_events is not known. Asking needs the right to manage the namespace.")]
        public static partial void Unknown(ILogger logger, string reason);
    }
}
