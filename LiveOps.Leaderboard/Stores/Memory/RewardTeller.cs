using LiveOps.Core.Bus;
using LiveOps.Core.Rewards;
using LiveOps.Core.Windows;
using LiveOps.Leaderboard.State;
using LiveOps.ServiceDefaults.Upkeep;

namespace LiveOps.Leaderboard.Stores.Memory;

/// <summary>
/// Tells the bus what players earned by their rank, at least once: what is owed is in the state since the closing that it is of.
/// <list type="number">
/// <item>publish the first messages that are owed;</item>
/// <item>note in the journal how far it has come. Had the process ended before that, they are published again, and grant nothing more.</item>
/// </list>
/// </summary>
internal sealed partial class RewardTeller(LeaderboardState state, IEventBus bus, ICommandLog log, TimeProvider clock, ILogger<RewardTeller> logger) : BackgroundService
{
    private const int AtOnce = 64;
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private readonly Bell _earned = new();

    /// <summary>Tells all that is owed.</summary>
    public async Task TellAsync(CancellationToken cancellation)
    {
        while (state.FirstOwed(AtOnce) is { Earned.Length: > 0 } owed)
        {
            foreach (RankRewards earned in owed.Earned) // 1
                await bus.PublishAsync(new BusMessage(BusMessageKind.Rewards, earned.ToBytes()), cancellation);
            await log.ExecuteAsync(LeaderboardState.ConsumerName, Commands.RewardsTold(clock.Now(), owed.UpTo), cancellation); // 2
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        state.Earned += _earned.Ring;
        _earned.Ring();
        await _earned.AnswerAsync(() => TryAsync(stoppingToken), stoppingToken);
        state.Earned -= _earned.Ring;
    }

    private async Task TryAsync(CancellationToken cancellation)
    {
        try
        {
            await TellAsync(cancellation);
        }
        catch (BusUnavailableException e)
        {
            Log.Waiting(logger, e.Message);
            await Task.Delay(RetryAfter, clock, cancellation);
            _earned.Ring();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Rewards by rank cannot be told yet, trying again: {Reason}")]
        public static partial void Waiting(ILogger logger, string reason);
    }
}
