using LiveOps.ServiceDefaults.Upkeep;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LiveOps.ServiceDefaults.Exports;

/// <summary>
/// Exports once a day, at <c>EXPORT_AT</c>, in a system that has no scheduler but itself. What is due is what has no manifest: so a system that stood still at the hour exports when it
/// is started, one that is started again after the hour does not export twice, and a run that failed is tried again.
/// </summary>
/// <param name="run">The export; null where nothing is exported: then there are its metrics, which say so.</param>
/// <param name="plan">When.</param>
/// <param name="metrics">Told how it went.</param>
/// <param name="clock">Everybody's.</param>
/// <param name="logger">Told what failed.</param>
internal sealed partial class ExportClock(ExportRun? run, ExportPlan plan, ExportMetrics metrics, TimeProvider clock, ILogger<ExportClock> logger) : BackgroundService
{
    private static readonly TimeSpan Tick = TimeSpan.FromMinutes(1), Pause = TimeSpan.FromMinutes(10);

    private DateTimeOffset _notBefore = DateTimeOffset.MinValue;
    private DateOnly? _done;

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        run is null ? Task.CompletedTask : Rounds.RunAsync(Tick, clock, _ => TryAsync(run, stoppingToken), stoppingToken);

    // What is due now, if anything is.
    private async Task TryAsync(ExportRun run, CancellationToken cancellation)
    {
        DateTimeOffset now = clock.GetUtcNow();
        DateOnly today = DateOnly.FromDateTime(now.UtcDateTime), due = TimeOnly.FromDateTime(now.UtcDateTime) >= plan.At ? today : today.AddDays(-1);
        if (_done == due || now < _notBefore)
            return;
        try
        {
            var parts = new EachPart(logger, cancellation);
            int waiting = 0;
            await parts.TryAsync("archive", async token => waiting = (await run.ArchiveAsync(token)).Waiting);
            await parts.TryAsync("export", async token =>
            {
                if (!await run.IsDoneAsync(ExportKind.Export, due, token))
                    await run.ExportAsync(due, token);
            });
            await parts.TryAsync("old exports", run.ForgetAsync);
            parts.End();
            if (waiting > 0)
                _notBefore = now + Pause; // for a board to close its periods
            else
                _done = due;
            metrics.Succeeded(clock.GetUtcNow());
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            // Whatever it was, a client's own timeout too: an export that fails must not end the service that it is an export of, nor the nights to come.
            _notBefore = now + Pause;
            metrics.Failed();
            Log.Failed(logger, e.Message, e);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "The nightly export failed, and is tried again in ten minutes: {Reason}.")]
        public static partial void Failed(ILogger logger, string reason, Exception e);
    }
}
