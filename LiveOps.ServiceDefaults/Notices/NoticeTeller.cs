using LiveOps.Core.Bus;
using LiveOps.Core.Notices;
using LiveOps.ServiceDefaults.Upkeep;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Prometheus;

namespace LiveOps.ServiceDefaults.Notices;

/// <summary>Publishes what is in the outbox of a state that the journal keeps, as it comes.</summary>
/// <param name="outbox">The state's.</param>
/// <param name="bus">Where to.</param>
/// <param name="metrics">Counts them.</param>
/// <param name="clock">For the pause when the bus takes none.</param>
/// <param name="logger">Where trouble is told.</param>
public sealed partial class NoticeTeller(NoticeOutbox outbox, IEventBus bus, IMetricFactory metrics, TimeProvider clock, ILogger<NoticeTeller> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Bell _bell = new();
    private readonly Counter _toldCount = metrics.CreateCounter("notices_told_total", "Notices that were told on the bus.");
    private readonly Counter _dropped = metrics.CreateCounter("notices_dropped_total", "Notices that found no room while the bus took none.");
    private long _told, _droppedBefore;

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        outbox.Added = _bell.Ring;
        _droppedBefore = outbox.Dropped; // a replay's, which were counted before
        _bell.Ring(); // what was there before
        return _bell.AnswerAsync(() => TellAsync(stoppingToken), stoppingToken);
    }

    private async Task TellAsync(CancellationToken cancellation)
    {
        while (outbox.Peek(_told) is { } batch)
        {
            try
            {
                await bus.PublishAsync(new BusMessage(BusMessageKind.Notices, batch.ToBytes()), cancellation);
                _told = batch.End;
                _toldCount.Inc(batch.Notices.Count);
                _dropped.IncTo(outbox.Dropped - _droppedBefore);
            }
            catch (BusUnavailableException e)
            {
                Log.Delayed(logger, e.Message);
                await Task.Delay(Pause, clock, cancellation);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Notices are told later: {Reason}")]
        public static partial void Delayed(ILogger logger, string reason);
    }
}
