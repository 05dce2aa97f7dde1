using System.Threading.Channels;
using LiveOps.Core.Bus;
using LiveOps.Core.Windows;
using LiveOps.Leaderboard.State;

namespace LiveOps.Leaderboard.Hosting;

/// <summary>
/// Closes periods on time: when the next one is due, a rollover command with the time goes to the journal, and the state closes, in
/// order, all that is due by then. At the start that is whatever fell due while the process was down. A command too many does nothing.
/// </summary>
internal sealed partial class LeaderboardClock(LeaderboardState state, ICommandLog log, TimeProvider clock, ILogger<LeaderboardClock> logger)
    : BackgroundService
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    // Timers end at 49 days; one that fires early is set again.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using ITimer timer = clock.CreateTimer(_ => Wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        state.DueChanged += Wake;
        Wake();
        try
        {
            await foreach (bool _ in _wake.Reader.ReadAllAsync(stoppingToken))
                timer.Change(await RollOverAsync(stoppingToken), Timeout.InfiniteTimeSpan);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The end.
        }
        finally
        {
            state.DueChanged -= Wake;
        }
    }

    // Closes what is due; how long until there is something to do again.
    private async Task<TimeSpan> RollOverAsync(CancellationToken cancellation)
    {
        try
        {
            if (state.NextDue <= clock.Now())
                await log.ExecuteAsync(LeaderboardState.ConsumerName, Commands.Rollover(clock.Now()), cancellation);
        }
        catch (BusUnavailableException e)
        {
            Log.RolloverFailed(logger, e);
            return RetryAfter;
        }

        // A timer may not fire before the due time, so the wait is rounded up to what timers count in.
        long wait = Math.Clamp(state.NextDue, 0, clock.Now() + Longest.Ticks) - clock.Now();
        return TimeSpan.FromMilliseconds(Math.Max(1, Math.Ceiling(TimeSpan.FromTicks(wait).TotalMilliseconds)));
    }

    private void Wake() => _wake.Writer.TryWrite(true);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "A period is due to be closed, but the journal cannot take the rollover now; trying again.")]
        public static partial void RolloverFailed(ILogger logger, Exception e);
    }
}
