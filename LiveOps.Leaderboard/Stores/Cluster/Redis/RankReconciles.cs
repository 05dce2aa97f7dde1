using System.Diagnostics;
using LiveOps.Leaderboard.Stores.Cluster.Cataloguing;
using LiveOps.Leaderboard.Stores.Cluster.Sql;
using LiveOps.ServiceDefaults.Redis;
using StackExchange.Redis;

namespace LiveOps.Leaderboard.Stores.Cluster.Redis;

/// <summary>
/// Makes ranks right again that are whole and may be older than they were: those of a Redis that lives another life (<see cref="ServerLives"/>). They are answered from meanwhile.
/// <list type="number">
/// <item>one replica takes the lease, which expires unless it goes on: whoever dies is followed by another, at the periods that are left;</item>
/// <item>one period after the other, in chunks, with as much rest after each as it took: what the database has is projected as any entry, the hidden as takings-out, and versions decide;</item>
/// <item>who is in Redis is looked for in the database, and taken out where they are not there, by the floor that was read before: no entry that was deleted was above it, and whatever comes to be is;</item>
/// <item>the ranks say that they are right in the lives that were asked for before all that: should Redis fall back meanwhile, all of it is done again.</item>
/// </list>
/// </summary>
internal sealed partial class RankReconciles(RedisStore redis, SharedRanks ranks, StoredRanks stored, Catalogues catalogues, ILogger<RankReconciles> logger)
{
    private const int LeaseMilliseconds = 20_000;

    // Whatever it is that has Redis look like another again and again: it costs a part of a replica's time and no more.
    private static readonly TimeSpan ShortestRest = TimeSpan.FromSeconds(30);

    private readonly RedisValue _token = Guid.NewGuid().ToString("N");

    /// <summary>Goes through periods, unless another replica does, or has lately.</summary>
    /// <param name="periods">Whose ranks were right last in other lives.</param>
    /// <param name="lives">Of Redis now.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task RunAsync(IReadOnlyList<StoredPeriod> periods, string lives, CancellationToken cancellation)
    {
        RedisKey[] lease = [RankKeys.Lease((await catalogues.GetAsync()).Instance)];
        if (!await HoldAsync(lease, LeaseMilliseconds))
            return;
        long start = Stopwatch.GetTimestamp();
        int given = 0, taken = 0, settled = 0;
        foreach (StoredPeriod period in periods)
        {
            var pass = new Pass(period, lease, cancellation);
            if (await GiveAsync(pass) && await TakeOutAsync(pass) && await ranks.SettleAsync(period, lives))
                settled++;
            (given, taken) = (given + pass.Given, taken + pass.Taken);
        }

        Log.Reconciled(logger, settled, given, taken);
        await HoldAsync(lease, (long)TimeSpan.FromTicks(Math.Max(ShortestRest.Ticks, Stopwatch.GetElapsedTime(start).Ticks)).TotalMilliseconds);
    }

    private async Task<bool> GiveAsync(Pass pass)
    {
        for (string? last = ""; last is not null;)
        {
            long start = Stopwatch.GetTimestamp();
            (RedisValue[] arguments, int count, last) = await stored.ReadAsync(pass.Period, last, pass.Cancellation);
            if (!IsThere(pass.Period, await catalogues.RefreshAsync(pass.Cancellation)) || !await HoldAsync(pass.Lease, LeaseMilliseconds))
                return false;
            if (count > 0 && !await ranks.ProjectAsync(pass.Period, arguments))
                return false;
            pass.Given += count;
            await Task.Delay(Stopwatch.GetElapsedTime(start), pass.Cancellation);
        }

        return true;
    }

    private async Task<bool> TakeOutAsync(Pass pass)
    {
        for (string? from = "0"; from is not null;)
        {
            long start = Stopwatch.GetTimestamp();
            if (await ranks.ScanAsync(pass.Period, from, StoredRanks.Chunk) is not { } scanned)
                return false;
            (from, string[] players) = scanned;
            Catalogue catalogue = await catalogues.RefreshAsync(pass.Cancellation);
            foreach (string[] some in players.Chunk(StoredRanks.Chunk))
            {
                (RedisValue[] arguments, int count) = await stored.MissingAsync(pass.Period, some, catalogue.Floor, pass.Cancellation);
                if (!IsThere(pass.Period, catalogue) || !await HoldAsync(pass.Lease, LeaseMilliseconds) || (count > 0 && !await ranks.ProjectAsync(pass.Period, arguments)))
                    return false;
                pass.Taken += count;
            }

            await Task.Delay(Stopwatch.GetElapsedTime(start), pass.Cancellation);
        }

        return true;
    }

    // What is archived, dropped or turned around by now has no ranks, or others.
    private static bool IsThere(StoredPeriod period, Catalogue catalogue) =>
        catalogue.Periods.TryGetValue(period.Id, out StoredPeriod? there) && there.State <= PeriodState.Closed && there.Board.Descending == period.Board.Descending && there.Keys.Name == period.Keys.Name;

    private async Task<bool> HoldAsync(RedisKey[] lease, long milliseconds) => (int)await redis.EvaluateAsync("reconcile", RankScripts.Hold, lease, [_token, milliseconds]) == 1;

    private sealed class Pass(StoredPeriod period, RedisKey[] lease, CancellationToken cancellation)
    {
        public StoredPeriod Period => period;

        public RedisKey[] Lease => lease;

        public CancellationToken Cancellation => cancellation;

        public int Given { get; set; }

        public int Taken { get; set; }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Redis was started again, or is another, and may have lost its newest writes: the ranks of {Periods} periods are as the database has them ({Given} entries were given, {Taken} taken out).")]
        public static partial void Reconciled(ILogger logger, int periods, int given, int taken);
    }
}
