using LiveOps.Core.Bus;
using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Policies;
using LiveOps.Leaderboard.State;
using LiveOps.Leaderboard.Stores.LiveEvents;
using LiveOps.ServiceDefaults.Policies;

namespace LiveOps.Leaderboard.Stores.Memory;

/// <summary>
/// Brings what the file of the live events holds into force through the journal, at the start before anything is served, and whenever it changed; then it says on the bus what they multiply, where that
/// is not what was said last.
/// </summary>
internal sealed partial class LiveEventsInForce(
    PolicyFile<LiveEventsPolicy> file, LeaderboardState state, ICommandLog log, LiveEventNews news, TimeProvider clock, ILogger<LiveEventsInForce> logger)
    : PolicyFollower<LiveEventsPolicy>(file, clock)
{
    private readonly TimeProvider _clock = clock;

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        state.Ruled += Wake;
        news.Missed += Wake;
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        state.Ruled -= Wake;
        news.Missed -= Wake;
        await base.StopAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task FollowAsync(CancellationToken cancellation)
    {
        if (JournaledFile.IsBaseDue(File, state.LiveEvents))
            await log.ExecuteAsync(LeaderboardState.ConsumerName, Commands.LiveEventsBase(_clock.Now(), File.BuiltIn.Span), cancellation);
        if (JournaledFile.CommandDue(File, state.LiveEvents) is { } command)
            await log.ExecuteAsync(LeaderboardState.ConsumerName, Commands.LiveEvents(_clock.Now(), command), cancellation);
        await news.SayAsync(state.Multipliers, cancellation);
    }

    /// <inheritdoc/>
    protected override void TellDelay(Exception reason) => Log.Failed(logger, reason);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "The changed live events wait: the journal cannot take them now; trying again.")]
        public static partial void Failed(ILogger logger, Exception e);
    }
}
