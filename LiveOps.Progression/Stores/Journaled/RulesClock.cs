using LiveOps.Core.Bus;
using LiveOps.Core.Policies;
using LiveOps.Core.Windows;
using LiveOps.Progression.State;
using LiveOps.ServiceDefaults.Upkeep;

namespace LiveOps.Progression.Stores.Journaled;

/// <summary>Tells the state the time when a version is due, so that who reads sees it though nothing happens in the game. What is accepted is judged by its version in any case.</summary>
internal sealed partial class RulesClock(ProgressionState state, ICommandLog commands, TimeProvider clock, ILogger<RulesClock> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Rounds.RunAsync(Interval, clock, _ => TellAsync(stoppingToken), stoppingToken);

    private async Task TellAsync(CancellationToken cancellation)
    {
        long now = clock.Now();
        if (state.Document.NextAfter(state.InForceUntil) > now)
            return;
        try
        {
            await commands.ExecuteAsync(state.Name, (byte[])[(byte)CommandKind.Document, .. PolicyCommand.Time(now)], cancellation);
        }
        catch (BusUnavailableException e)
        {
            Log.Delayed(logger, e);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "A version of the rules is due, but the journal cannot be told now; trying again.")]
        public static partial void Delayed(ILogger logger, Exception e);
    }
}
