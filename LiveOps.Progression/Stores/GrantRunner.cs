using LiveOps.ServiceDefaults.Upkeep;

namespace LiveOps.Progression.Stores;

/// <summary>Has the jobs of grants go on: turn after turn while there is one, and then looks again every so often. In a cluster every replica does.</summary>
internal sealed partial class GrantRunner(IGrantStore store, TimeProvider clock, ILogger<GrantRunner> logger) : BackgroundService
{
    /// <summary>How often it looks.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Rounds.RunAsync(Interval, clock, _ => TryAsync(stoppingToken), stoppingToken);

    private async Task TryAsync(CancellationToken cancellation)
    {
        try
        {
            await Task.Yield(); // a store that blocks keeps no service from starting
            while (await store.TurnAsync(cancellation))
                cancellation.ThrowIfCancellationRequested();
        }
        catch (Exception e) when (PassingFaults.MayPass(e))
        {
            Log.Delayed(logger, e.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Grants go on later: {Reason}")]
        public static partial void Delayed(ILogger logger, string reason);
    }
}
