using LiveOps.Core.Bus;
using LiveOps.Core.Windows;
using LiveOps.Leaderboard.State;
using LiveOps.ServiceDefaults.Upkeep;

namespace LiveOps.Leaderboard.Stores.Memory;

/// <summary>
/// Closes periods on time: when the next one is due, a rollover command with the time goes to the journal, and the state closes, in
/// order, all that is due by then. At the start that is whatever fell due while the process was down. A command too many does nothing.
/// A data folder of before is told first that from now on blocks end in that order, too.
/// </summary>
internal sealed partial class LeaderboardClock(LeaderboardState state, ICommandLog log, TimeProvider clock, ILogger<LeaderboardClock> logger)
    : BackgroundService
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    // Timers do not see the clock being set, nor a machine that sleeps: so it is looked at now and then.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private static readonly long Unnoticed = TimeSpan.TicksPerMillisecond * 10;

    private readonly Bell _due = new();

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using ITimer timer = clock.CreateTimer(_ => _due.Ring(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        state.DueChanged += _due.Ring;
        _due.Ring();
        await _due.AnswerAsync(() => RollOverAsync(timer, stoppingToken), stoppingToken);
        state.DueChanged -= _due.Ring;
    }

    // Closes what is due, and sets the timer for when there is something to do again.
    private async Task RollOverAsync(ITimer timer, CancellationToken cancellation)
    {
        try
        {
            if (!state.HasBlocksInOrder)
                await log.ExecuteAsync(LeaderboardState.ConsumerName, Commands.BlocksInOrder(), cancellation);
            if (state.NextDue <= clock.Now())
                await log.ExecuteAsync(LeaderboardState.ConsumerName, Commands.Rollover(clock.Now()), cancellation);
        }
        catch (BusUnavailableException e)
        {
            Log.RolloverFailed(logger, e);
            timer.Change(RetryAfter, Timeout.InfiniteTimeSpan);
            return;
        }

        long now;
        do
        {
            now = clock.Now();
            // Rounded up to what timers count in: never before the due time.
            double wait = TimeSpan.FromTicks(Math.Clamp(state.NextDue - now, 0, Longest.Ticks)).TotalMilliseconds;
            timer.Change(TimeSpan.FromMilliseconds(Math.Max(1, Math.Ceiling(wait))), Timeout.InfiniteTimeSpan);
        }
        while (clock.Now() - now > Unnoticed);
        if (state.NextDue <= clock.Now())
            _due.Ring(); // it fell due meanwhile: no timer needed
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "A period is due to be closed, but the journal cannot take the rollover now; trying again.")]
        public static partial void RolloverFailed(ILogger logger, Exception e);
    }
}
