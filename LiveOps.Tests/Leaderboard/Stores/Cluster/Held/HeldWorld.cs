using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Boards;
using LiveOps.Leaderboard.Pages;
using LiveOps.Leaderboard.Stores.Cluster.Cataloguing;
using LiveOps.Leaderboard.Stores.Cluster.Held;
using LiveOps.Leaderboard.Stores.Cluster.Redis;
using LiveOps.Leaderboard.Stores.Cluster.Sql;
using LiveOps.ServiceDefaults.Redis;
using LiveOps.ServiceDefaults.Sql.Providers;
using LiveOps.Tests.Harness;
using StackExchange.Redis;

namespace LiveOps.Tests.Leaderboard.Stores.Cluster.Held;

/// <summary>Two replicas on a Redis of their own: one always asks Redis, the other keeps ranks in memory. What is projected goes by the former.</summary>
internal sealed class HeldWorld : IAsyncDisposable
{
    private long _version;

    private HeldWorld(RedisServer redis, LeaderboardHost plain, LeaderboardHost holder, ManualClock clock) =>
        (Redis, Plain, Holder, Clock, _version) = (redis, plain, holder, clock, clock.Now() / TimeSpan.TicksPerMicrosecond + 1_000_000_000);

    public RedisServer Redis { get; }

    public LeaderboardHost Plain { get; }

    public LeaderboardHost Holder { get; }

    public ManualClock Clock { get; }

    /// <summary>What the holder keeps.</summary>
    public HeldRanks Held => Holder.Cluster.Get<HeldRanks>();

    public static async Task<HeldWorld> StartAsync(SqlKind kind, HeldSettings? held = null)
    {
        RedisServer redis = await RedisServer.StartAsync();
        var clock = new ManualClock();
        ClusterBoards boards = await ClusterBoards.CreateAsync(kind, redis, ClusterBoards.HoldsNone);
        LeaderboardHost plain = await LeaderboardHost.StartAsync(boards, clock);
        LeaderboardHost holder = await LeaderboardHost.StartAsync(boards.Replica(held ?? ClusterBoards.HoldsAll), clock);
        return new HeldWorld(redis, plain, holder, clock);
    }

    /// <summary>A board's period for ever, as a replica knows it.</summary>
    public static async Task<StoredPeriod> PeriodAsync(LeaderboardHost replica, string board = "arena") =>
        (await replica.Cluster.Get<Catalogues>().RefreshAsync(TestContext.Current.CancellationToken)).Boards[board].Tracks[(int)WindowKind.All].Open[0];

    /// <summary>A score, and that the board's ranks are whole.</summary>
    public async Task ScoreAsync(string player, string board, long score)
    {
        await Plain.ScoreAsync(player, board, score);
        await AroundAsync(Plain, player, 1, board);
        await PeriodAsync(Holder, board); // looks at the catalogue again, as it does every second
    }

    /// <summary>Projects entries; one without a score is taken out.</summary>
    public async Task ProjectAsync(string board, params (string Player, long? Score, long At)[] entries)
    {
        StoredPeriod period = await PeriodAsync(Plain, board);
        HashSet<string> gone = [.. entries.Where(entry => entry.Score is null).Select(entry => entry.Player)];
        await Plain.Cluster.Get<SharedRanks>().ProjectAsync(
            period,
            [.. entries.Select(entry => new StoredEntry(period.Id, entry.Player, new Entry(entry.Score ?? 0, entry.At, 0, 0), Interlocked.Increment(ref _version), 0))],
            gone.Contains);
    }

    /// <summary>Projects one as a replica does that knows of no log.</summary>
    public async Task ProjectAsFormerlyAsync(string board, string player, long score, long at)
    {
        StoredPeriod period = await PeriodAsync(Plain, board);
        var arguments = new List<RedisValue> { 0, 0 };
        RankRow.Add(arguments, player, Interlocked.Increment(ref _version), (period.Board.ScoreOf(score), at));
        RedisKey[] keys = [.. period.Keys.All, period.Keys.All[0].Append("no"), period.Keys.All[1].Append("no")];
        await Plain.Cluster.Get<RedisStore>().EvaluateAsync("project", RankScripts.Project, keys, [.. arguments]);
    }

    /// <summary>Who is around a player, in full, as a replica answers.</summary>
    public static Task<string> AroundAsync(LeaderboardHost replica, string player, int count, string board = "arena") => Eventually.Async(async () =>
    {
        var rows = new RowBuffer();
        return await replica.Cluster.Get<SharedRanks>().AroundAsync(await PeriodAsync(replica, board), player, count, rows) ? Text(rows) : "none";
    });

    /// <summary>The ranks of some players, as a replica answers.</summary>
    public static Task<string> AmongAsync(LeaderboardHost replica, string[] players, string board = "arena") => Eventually.Async(async () =>
    {
        var rows = new RowBuffer();
        List<string> without = await replica.Cluster.Get<SharedRanks>().AmongAsync(await PeriodAsync(replica, board), players, rows);
        return $"{Text(rows)} | {string.Join(' ', without)}";
    });

    /// <summary>Asks both for the same; they must not differ.</summary>
    public async Task AgreeAsync(string player, int count, string[] among)
    {
        Assert.Equal(await AroundAsync(Plain, player, count), await AroundAsync(Holder, player, count));
        Assert.Equal(await AmongAsync(Plain, among), await AmongAsync(Holder, among));
    }

    /// <summary>Time passes, and the holder looks what is worth keeping.</summary>
    public async Task PassAsync(TimeSpan time)
    {
        for (TimeSpan past = TimeSpan.Zero; past < time; past += TimeSpan.FromSeconds(10))
        {
            Clock.UtcNow += TimeSpan.FromSeconds(10);
            await Held.LookAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Holder.DisposeAsync();
        await Plain.DisposeAsync();
        await Redis.DisposeAsync();
    }

    private static string Text(RowBuffer rows) => string.Join(", ", Enumerable.Range(0, rows.Count).Select(at => rows[at].ToString()));
}
