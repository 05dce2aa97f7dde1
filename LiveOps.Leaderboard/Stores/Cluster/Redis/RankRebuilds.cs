using System.Threading.Channels;
using LiveOps.Leaderboard.Stores.Cluster.Cataloguing;
using LiveOps.Leaderboard.Stores.Cluster.Counts;
using LiveOps.Leaderboard.Stores.Cluster.Sql;
using LiveOps.ServiceDefaults.Redis;
using LiveOps.ServiceDefaults.Upkeep;
using StackExchange.Redis;

namespace LiveOps.Leaderboard.Stores.Cluster.Redis;

/// <summary>
/// Gives Redis the ranks it has not, be they new or lost, from the database:
/// <list type="number">
/// <item>one replica takes the period's lock, which expires unless it goes on;</item>
/// <item>it reads entries in chunks, in order of players, and projects them as any entry; scores go on being written and projected meanwhile, and versions decide;</item>
/// <item>if the lock is still its own, the ranks are marked whole: had Redis been flushed again meanwhile, the lock would be gone.</item>
/// </list>
/// What was committed before a chunk was read is in it; what is committed after it is projected after its commit.
/// </summary>
internal sealed partial class RankRebuilds(
    RedisStore redis, StoredRanks stored, Catalogues catalogues, ClusterCounts counts, TimeProvider clock, ILogger<RankRebuilds> logger) : BackgroundService
{
    private const int LockMilliseconds = 20_000, AtOnce = 4;

    // For a reader who came while ranks are new: most are rebuilt within it. Real time, whatever the service's clock says.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1), LookAgain = TimeSpan.FromMilliseconds(20);

    private readonly SharedRuns<int, bool> _running = new();
    private readonly Channel<StoredPeriod> _wanted = Channel.CreateBounded<StoredPeriod>(new BoundedChannelOptions(10_000) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Has ranks rebuilt in the background.</summary>
    public void Want(StoredPeriod period) => _wanted.Writer.TryWrite(period);

    /// <summary>Tells of ranks of which a part was gone. They are not whole any more, and are rebuilt as any that are not.</summary>
    public void Damaged(StoredPeriod period)
    {
        counts.Damaged();
        Log.Damaged(logger, period.Keys.Name);
    }

    /// <summary>Has ranks rebuilt, and waits for a moment; whether they are whole now.</summary>
    public async Task<bool> WaitAsync(StoredPeriod period)
    {
        try
        {
            return await RebuildAsync(period).WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    /// <summary>Has ranks rebuilt, by this replica or another; whether they are whole now.</summary>
    public Task<bool> RebuildAsync(StoredPeriod period) => _running.RunAsync(period.Id, () => RunOnceAsync(period));

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Parallel.ForEachAsync(
                _wanted.Reader.ReadAllAsync(stoppingToken),
                new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stoppingToken },
                async (period, _) => await TryAsync(period));
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException && stoppingToken.IsCancellationRequested)
        {
            // The end, also of a host that is disposed of without being stopped.
        }
    }

    private async Task TryAsync(StoredPeriod period)
    {
        try
        {
            await RebuildAsync(period);
        }
        catch (Exception e) when (PassingFaults.MayPass(e))
        {
            Log.Failed(logger, period.Keys.Name, e);
        }
    }

    private async Task<bool> RunOnceAsync(StoredPeriod asked)
    {
        // What is archived by now has no ranks, and what was turned around has others.
        Catalogue catalogue = await catalogues.RefreshAsync();
        if (!catalogue.Periods.TryGetValue(asked.Id, out StoredPeriod? period) || period.State > PeriodState.Closed)
            return false;
        string token = Guid.NewGuid().ToString("N"), lives = await ServerLives.AskAsync(redis) ?? "";
        while (true)
        {
            int begun = (int)await redis.EvaluateAsync(
                "rebuild", RankScripts.Begin, period.Keys.All, [token, LockMilliseconds, Random.Shared.NextInt64(1L << 60)]);
            if (begun == 1)
                return true;
            if (begun == 3)
                Damaged(period);
            if (begun > 1)
                break;
            await Task.Delay(LookAgain); // another replica is at it; should it die, its lock expires
        }

        try
        {
            return await FillAsync(period, token, lives);
        }
        catch (Exception e) when (PassingFaults.MayPass(e))
        {
            await redis.EvaluateAsync("rebuild", RankScripts.Abandon, period.Keys.All, [token]);
            throw;
        }
    }

    private async Task<bool> FillAsync(StoredPeriod period, string token, string lives)
    {
        int total = 0;
        for (string? last = ""; last is not null;)
        {
            (RedisValue[] arguments, int count, last) = await stored.ReadAsync(period, last, default);
            if ((int)await redis.EvaluateAsync("rebuild", RankScripts.Renew, period.Keys.All, [token, LockMilliseconds]) != 1)
                return false;
            if ((int)await redis.EvaluateAsync("project", RankScripts.Project, period.Keys.WithLog, arguments) == 2)
                return Broken(period);
            total += count;
        }

        int ended = (int)await redis.EvaluateAsync("rebuild", RankScripts.End, period.Keys.All, [token, SharedRanks.TimeToLive(period, clock), lives]);
        if (ended == 2)
            return Broken(period);
        if (ended == 1)
            Log.Rebuilt(logger, period.Keys.Name, total);
        return ended == 1;
    }

    // The lock went with the rest: whoever asks next begins anew.
    private bool Broken(StoredPeriod period)
    {
        Damaged(period);
        return false;
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "The ranks of {Period} are whole: {Count} entries came from the database.")]
        public static partial void Rebuilt(ILogger logger, string period, int count);

        [LoggerMessage(LogLevel.Warning, "The ranks of {Period} in Redis had lost a part, and are rebuilt from the database. A Redis that evicts does that: its maxmemory-policy must be noeviction.")]
        public static partial void Damaged(ILogger logger, string period);

        [LoggerMessage(LogLevel.Warning, "The ranks of {Period} could not be rebuilt now.")]
        public static partial void Failed(ILogger logger, string period, Exception e);
    }
}
