using LiveOps.Leaderboard.Stores.Cluster.Cataloguing;
using LiveOps.Leaderboard.Stores.Cluster.Sql;
using LiveOps.ServiceDefaults.Redis;
using LiveOps.ServiceDefaults.Upkeep;

namespace LiveOps.Leaderboard.Stores.Cluster.Redis;

/// <summary>
/// Looks, every five seconds and in every replica, what Redis has lost of the ranks: readers ask for those that they miss, this for those that nobody reads (<see cref="RankRebuilds"/>); and a Redis that lost its newest
/// writes alone is missed by nobody (<see cref="RankReconciles"/>).
/// </summary>
internal sealed partial class RankWatch(
    RedisStore redis, Catalogues catalogues, SharedRanks ranks, RankRebuilds rebuilds, RankReconciles reconciles, TimeProvider clock, ILogger<RankWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    /// <summary>Looks now, and makes right what is to be.</summary>
    public async Task LookAsync(CancellationToken cancellation)
    {
        string? lives = await ServerLives.AskAsync(redis);
        var fallen = new List<StoredPeriod>();
        foreach (StoredPeriod period in (await catalogues.GetAsync()).Periods.Values.Where(period => period.State <= PeriodState.Closed))
        {
            if (await ranks.LivesAsync(period) is not { } known)
                rebuilds.Want(period);
            else if (lives is not null && !ServerLives.Cover(known, lives))
                fallen.Add(period);
        }

        if (fallen.Count > 0)
            await reconciles.RunAsync(fallen, lives!, cancellation);
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Rounds.RunAsync(Every, clock, _ => TryAsync(stoppingToken), stoppingToken);

    private async Task TryAsync(CancellationToken cancellation)
    {
        try
        {
            await LookAsync(cancellation);
        }
        catch (Exception e) when (PassingFaults.IsAway(e))
        {
            Log.Waiting(logger, e.Message);
        }
        catch (Exception e) when (PassingFaults.IsRefusal(e))
        {
            Log.Failed(logger, e);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Ranks that Redis may have lost are looked for later: {Reason}.")]
        public static partial void Waiting(ILogger logger, string reason);

        [LoggerMessage(LogLevel.Error, "Ranks that Redis may have lost could not be looked for; trying again.")]
        public static partial void Failed(ILogger logger, Exception e);
    }
}
