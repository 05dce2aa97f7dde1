using LiveOps.Core.Bus;
using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Policies;
using LiveOps.Leaderboard.State;
using LiveOps.ServiceDefaults.Policies;

namespace LiveOps.Leaderboard.Stores.Memory;

/// <summary>Brings the file of the leagues into force through the journal: at the start before anything is served, and whenever it changed.</summary>
internal sealed partial class LeaguesInForce(PolicyFile<LeaguesPolicy> file, LeaderboardState state, ICommandLog log, TimeProvider clock, ILogger<LeaguesInForce> logger)
    : PolicyFollower<LeaguesPolicy>(file, clock)
{
    private readonly TimeProvider _clock = clock;

    /// <inheritdoc/>
    protected override async Task FollowAsync(CancellationToken cancellation)
    {
        if (JournaledFile.IsBaseDue(File, state.LeaguesDocument))
            await log.ExecuteAsync(LeaderboardState.ConsumerName, Commands.LeaguesBase(_clock.Now(), File.BuiltIn.Span), cancellation);
        if (JournaledFile.CommandDue(File, state.LeaguesDocument) is { } command)
            await log.ExecuteAsync(LeaderboardState.ConsumerName, Commands.Leagues(_clock.Now(), command), cancellation);
    }

    /// <inheritdoc/>
    protected override void TellDelay(Exception reason) => Log.Failed(logger, reason);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "The changed leagues wait: the journal cannot take them now; trying again.")]
        public static partial void Failed(ILogger logger, Exception e);
    }
}
