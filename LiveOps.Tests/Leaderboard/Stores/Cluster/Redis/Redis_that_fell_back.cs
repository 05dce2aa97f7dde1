using System.Globalization;
using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Stores.Cluster.Cataloguing;
using LiveOps.Leaderboard.Stores.Cluster.Redis;
using LiveOps.ServiceDefaults.Redis;
using LiveOps.ServiceDefaults.Sql.Providers;
using LiveOps.Tests.Harness;
using LiveOps.Tests.Harness.Sql;

namespace LiveOps.Tests.Leaderboard.Stores.Cluster.Redis;

/// <summary>A Redis that lost its newest writes, and is consistent in itself: it was started from an older file, or a replica that was behind was promoted. Nothing comes again by itself: no message, nothing that is owed.</summary>
public sealed class Redis_that_fell_back
{
    private const string All = "/v1/leaderboards/arena/all";
    private static readonly string[] Pages = [All, "/v1/leaderboards/arena/daily", "/v1/leaderboards/other/all"];

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task A_page_of_before_is_not_the_page_of_as_many_changes_afterwards(SqlKind kind)
    {
        await using RedisServer redis = await RedisServer.StartAsync();
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(await ClusterBoards.CreateAsync(kind, redis), new ManualClock());
        await host.ScoreAsync("ann", "arena", 10);
        Assert.Equal("1 ann 10", await host.RanksAsync(All));
        Assert.Equal("OK", await redis.CommandAsync("SAVE"));
        await host.ScoreAsync("bob", "arena", 20);
        Assert.Equal("1 bob 20, 2 ann 10", await host.RanksAsync(All)); // it is kept from now on

        await redis.RestartAsync();
        await ScoreAsync(host, "cleo", 5);
        Assert.Equal("1 ann 10, 2 cleo 5", await host.RanksAsync(All)); // nobody has looked what it lacks
    }

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task What_it_lacks_comes_back_and_what_was_taken_out_of_it_goes_again_while_it_answers(SqlKind kind)
    {
        await using RedisServer redis = await RedisServer.StartAsync();
        var clock = new ManualClock();
        ClusterBoards boards = await ClusterBoards.CreateAsync(kind, redis, ClusterBoards.HoldsNone);
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(boards, clock), holder = await LeaderboardHost.StartAsync(boards.Replica(ClusterBoards.HoldsAll), clock);
        foreach ((string player, long score) in new[] { ("ann", 10L), ("bob", 20L), ("cleo", 30L), ("dora", 40L), ("eve", 50L), ("fay", 60L) })
        {
            await host.ScoreAsync(player, "arena", score);
            await host.ScoreAsync(player, "other", -score);
        }

        await host.OperateAsync(HttpMethod.Put, "/v1/leaderboards/players/fay/hidden");
        Assert.Equal("1 eve 50, 2 dora 40, 3 cleo 30, 4 bob 20, 5 ann 10", await host.RanksAsync(All));
        Assert.Equal("1 eve 50", await RankAsync(holder, "eve"));
        foreach (string page in Pages)
            await host.RanksAsync(page); // all are whole
        Assert.Equal("OK", await redis.CommandAsync("SAVE"));

        await host.OperateAsync(HttpMethod.Put, "/v1/leaderboards/players/eve/hidden");
        await host.OperateAsync(HttpMethod.Delete, "/v1/leaderboards/players/fay/hidden");
        await host.OperateAsync(HttpMethod.Delete, All + "/players/dora");
        await host.EraseAsync("cleo");
        await host.ScoreAsync("ann", "arena", 70);
        await host.ScoreAsync("gus", "arena", 15);
        Assert.Equal("1 ann 70, 2 fay 60, 3 bob 20, 4 gus 15", await host.RanksAsync(All));
        Assert.Equal("4 gus 15", await RankAsync(holder, "gus"));
        string[] truth = await Task.WhenAll(Pages.Select(host.RanksAsync));

        await redis.RestartAsync();
        Assert.Equal("1 eve 50, 2 dora 40, 3 cleo 30, 4 bob 20, 5 ann 10", await host.RanksAsync(All));
        for (var patience = new Patience(); await host.RanksAsync(All) != truth[0] || await host.RanksAsync(Pages[1]) != truth[1] || await host.RanksAsync(Pages[2]) != truth[2];)
        {
            Assert.False(patience.IsOver, await host.RanksAsync(All));
            clock.Advance(TimeSpan.FromSeconds(5)); // both replicas look
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        Assert.Equal("404 not-ranked", await holder.ProblemAsync(All + "/players/eve"));
        Assert.Equal("4 gus 15", await RankAsync(holder, "gus"));
        Assert.Equal("0", await redis.CommandAsync("HEXISTS", (await KeysAsync(host)).All[1].ToString(), "cleo"));
        await host.ScoreAsync("dora", "arena", 1); // above what took her out
        Assert.Equal(truth[0] + ", 5 dora 1", await host.RanksAsync(All));
    }

    [Fact]
    public async Task It_is_looked_through_once_by_one_replica_and_whoever_died_is_followed_at_what_is_left()
    {
        await using RedisServer redis = await RedisServer.StartAsync();
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(await ClusterBoards.CreateAsync(SqlKind.Postgres, redis), new ManualClock());
        foreach (string board in new[] { "arena", "other" })
        {
            await host.ScoreAsync("ann", board, 10);
            Assert.Equal("1 ann 10", await host.RanksAsync($"/v1/leaderboards/{board}/all"));
        }

        await WholeAsync(host);
        Assert.Equal("OK", await redis.CommandAsync("SAVE"));
        await host.ScoreAsync("bob", "arena", 20);
        await host.ScoreAsync("bob", "other", 20);
        await redis.RestartAsync();
        string lives = (await Eventually.Async(() => ServerLives.AskAsync(host.Cluster.Get<RedisStore>())))!;
        await redis.CommandAsync("HSET", (await KeysAsync(host, "other")).All[3].ToString(), "lives", lives); // who died had come so far
        string lease = RankKeys.Lease((await host.Cluster.Get<Catalogues>().GetAsync()).Instance).ToString();

        await redis.CommandAsync("SET", lease, "another replica", "PX", "600000");
        await LookAsync(host);
        Assert.Equal("1 ann 10", await host.RanksAsync(All));
        await redis.CommandAsync("DEL", lease);
        await LookAsync(host);
        Assert.Equal("1 bob 20, 2 ann 10", await host.RanksAsync(All));
        Assert.Equal("1 ann 10", await host.RanksAsync("/v1/leaderboards/other/all"));
        Assert.InRange(int.Parse(await redis.CommandAsync("PTTL", lease), CultureInfo.InvariantCulture), 20_000, 30_000); // nobody begins again at once
    }

    [Fact]
    public async Task A_process_that_was_a_replica_meanwhile_is_another_though_it_never_ended()
    {
        await using RedisServer redis = await RedisServer.StartAsync(), behind = await RedisServer.StartAsync();
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(await ClusterBoards.CreateAsync(SqlKind.MySql, redis), new ManualClock());
        await host.ScoreAsync("ann", "arena", 10);
        await host.ScoreAsync("cheat", "arena", 99);
        Assert.Equal("1 cheat 99, 2 ann 10", await host.RanksAsync(All));
        await FollowAsync(behind, redis);
        await behind.CommandAsync("REPLICAOF", "NO", "ONE"); // from now on it is behind
        await LookAsync(host); // its first replica is a change as well
        await redis.CommandAsync("DEL", RankKeys.Lease((await host.Cluster.Get<Catalogues>().GetAsync()).Instance).ToString());
        await host.OperateAsync(HttpMethod.Put, "/v1/leaderboards/players/cheat/hidden");
        Assert.Equal("1 ann 10", await host.RanksAsync(All));

        await FollowAsync(redis, behind);
        await redis.CommandAsync("REPLICAOF", "NO", "ONE");
        await Eventually.Async(async () => await host.Cluster.Get<RedisStore>().RunAsync("ping", database => database.PingAsync()));
        Assert.Equal("1 cheat 99, 2 ann 10", await host.RanksAsync(All));
        await LookAsync(host);
        Assert.Equal("1 ann 10", await host.RanksAsync(All));
    }

    [Fact]
    public async Task One_that_does_not_say_which_process_it_is_is_left_as_it_is()
    {
        await using RedisServer redis = await RedisServer.StartAsync(false, "--rename-command", "INFO", "");
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(await ClusterBoards.CreateAsync(SqlKind.Postgres, redis), new ManualClock());
        await host.ScoreAsync("ann", "arena", 10);
        Assert.Equal("1 ann 10", await host.RanksAsync(All));
        Assert.Null(await ServerLives.AskAsync(host.Cluster.Get<RedisStore>()));
        await LookAsync(host);
        Assert.Equal("", await redis.CommandAsync("KEYS", "*:reconciling:*"));
        Assert.Equal("1 ann 10", await host.RanksAsync(All));
    }

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task While_it_is_made_right_scores_and_whatever_is_done_to_players_go_on(SqlKind kind)
    {
        const int players = 12, steps = 120;
        await using RedisServer redis = await RedisServer.StartAsync();
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(await ClusterBoards.CreateAsync(kind, redis), new ManualClock(), """{"default":{"operator":"last"}}""");
        await host.ScoreAsync("p0", "arena", 1);
        await host.RanksAsync(All);
        StoredPeriod period = (await host.Cluster.Get<Catalogues>().GetAsync()).Boards["arena"].Tracks[(int)WindowKind.All].Open[0];
        var random = new Random(11);
        using var done = new CancellationTokenSource();
        Task looks = Task.Run(async () =>
        {
            string lease = RankKeys.Lease((await host.Cluster.Get<Catalogues>().GetAsync()).Instance).ToString();
            while (!done.IsCancellationRequested)
            {
                await redis.CommandAsync("DEL", lease);
                await redis.CommandAsync("HDEL", period.Keys.All[3].ToString(), "lives");
                await LookAsync(host);
            }
        });
        for (int step = 0; step < steps; step++)
        {
            string player = $"p{random.Next(players)}";
            switch (random.Next(6))
            {
                case 0:
                    await host.OperateAsync(HttpMethod.Put, $"/v1/leaderboards/players/{player}/hidden");
                    break;
                case 1:
                    await host.OperateAsync(HttpMethod.Delete, $"/v1/leaderboards/players/{player}/hidden");
                    break;
                case 2:
                    (await host.SendAsync(HttpMethod.Delete, $"{All}/players/{player}")).Dispose(); // 404 where they have none
                    break;
                case 3:
                    await host.EraseAsync(player);
                    break;
                default:
                    await host.ScoreAsync(player, "arena", random.Next(50));
                    break;
            }
        }

        await done.CancelAsync();
        await looks;
        string truth = await host.Cluster.Database.AskAsync(
            $"SELECT player FROM scores WHERE period = {period.Id} AND player NOT IN (SELECT player FROM hidden) ORDER BY score DESC, achieved_at, player");
        Assert.Equal(truth, string.Join(", ", (await host.JsonAsync(All + "?limit=100")).GetProperty("entries").EnumerateArray().Select(entry => entry.GetProperty("playerId").GetString())));
    }

    // As a bus brings it: again, until it is applied.
    private static Task<bool> ScoreAsync(LeaderboardHost host, string player, long score) => Eventually.Async(async () =>
    {
        await host.ScoreAsync(player, "arena", score, id: $"{player}-{score}");
        return true;
    });

    private static Task<bool> LookAsync(LeaderboardHost host) => Eventually.Async(async () =>
    {
        await host.Cluster.Get<RankWatch>().LookAsync(TestContext.Current.CancellationToken);
        return true;
    });

    // Of all windows.
    private static async Task WholeAsync(LeaderboardHost host)
    {
        foreach (StoredPeriod period in (await host.Cluster.Get<Catalogues>().GetAsync()).Periods.Values)
            Assert.True(await host.Cluster.Get<RankRebuilds>().RebuildAsync(period));
    }

    private static async Task FollowAsync(RedisServer redis, RedisServer primary)
    {
        await redis.CommandAsync("REPLICAOF", "127.0.0.1", primary.Port.ToString(CultureInfo.InvariantCulture));
        for (var patience = new Patience(); !(await redis.CommandAsync("INFO", "replication")).Contains("master_link_status:up", StringComparison.Ordinal); await Task.Delay(5, TestContext.Current.CancellationToken))
            Assert.False(patience.IsOver, "it did not become a replica");
    }

    private static async Task<string> RankAsync(LeaderboardHost host, string player) => LeaderboardHost.Describe(await host.JsonAsync($"{All}/players/{player}"));

    private static async Task<RankKeys> KeysAsync(LeaderboardHost host, string board = "arena") => (await host.Cluster.Get<Catalogues>().GetAsync()).Boards[board].Tracks[(int)WindowKind.All].Open[0].Keys;
}
