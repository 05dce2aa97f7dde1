using System.Globalization;
using System.Text.RegularExpressions;
using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Stores.Cluster.Cataloguing;
using LiveOps.Leaderboard.Stores.Cluster.Redis;
using LiveOps.ServiceDefaults.Sql.Providers;
using LiveOps.Tests.Harness;
using LiveOps.Tests.Harness.Sql;

namespace LiveOps.Tests.Leaderboard.Stores.Cluster.Redis;

/// <summary>A Redis that evicts, or a hand, takes single keys of a ranking. What is left must not be answered from, and comes back whole.</summary>
public sealed class Damaged_ranks
{
    private const string Page = "/v1/leaderboards/arena/all", Whole = "1 cleo 30, 2 bob 20, 3 ann 10";

    // The databases take turns: what is rebuilt is read from either.
    public static TheoryData<int, string, SqlKind> EachKey() =>
    [
        .. from key in new[] { 0, 1, 2, 3 }
        from met in new[] { "page", "rank", "list", "score", "clock" }.Index()
        select (key, met.Item, (key + met.Index) % 2 == 0 ? SqlKind.MySql : SqlKind.Postgres),
    ];

    [Theory]
    [MemberData(nameof(EachKey))]
    public async Task Each_key_of_a_ranking_may_be_lost_and_whoever_meets_that_first_has_it_rebuilt_and_counted(int key, string met, SqlKind kind)
    {
        await using RedisServer redis = await RedisServer.StartAsync();
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(await ClusterBoards.CreateAsync(kind, redis), new ManualClock());
        foreach ((string player, long score) in new[] { ("ann", 10L), ("bob", 20L), ("cleo", 30L), ("dora", 40L) })
            await host.ScoreAsync(player, "arena", score);
        await host.OperateAsync(HttpMethod.Put, "/v1/leaderboards/players/dora/hidden"); // so that there is somebody taken out
        Assert.Equal(Whole, await host.RanksAsync(Page));
        RankKeys keys = (await host.Cluster.Get<Catalogues>().GetAsync()).Boards["arena"].Tracks[(int)WindowKind.All].Open[0].Keys;

        Assert.Equal("1", await redis.CommandAsync("DEL", keys.All[key].ToString()));
        switch (met)
        {
            case "rank":
                Assert.Equal("2 bob 20", LeaderboardHost.Describe(await host.JsonAsync(Page + "/players/bob")));
                break;
            case "list":
                Assert.Contains("\"total\":3", await host.TextAsync("/v1/leaderboards"), StringComparison.Ordinal);
                break;
            case "score":
                await host.ScoreAsync("ann", "arena", 25); // the one who would have been on two ranks
                Assert.Equal("1 cleo 30, 2 ann 25, 3 bob 20", await host.RanksAsync(Page));
                break;
            case "clock": // nobody reads
                StoredPeriod period = (await host.Cluster.Get<Catalogues>().GetAsync()).Boards["arena"].Tracks[(int)WindowKind.All].Open[0];
                Assert.Null(await host.Cluster.Get<SharedRanks>().LivesAsync(period));
                Assert.True(await host.Cluster.Get<RankRebuilds>().RebuildAsync(period));
                break;
        }

        if (met != "score")
            Assert.Equal(Whole, await host.RanksAsync(Page));
        Assert.Equal(1, await CountAsync(host));
        Assert.Equal("404 not-ranked", await host.ProblemAsync(Page + "/players/dora"));
    }

    [Theory]
    [InlineData("around", SqlKind.MySql)]
    [InlineData("among", SqlKind.MySql)]
    [InlineData("around", SqlKind.Postgres)]
    [InlineData("among", SqlKind.Postgres)]
    public async Task A_player_who_is_known_but_ranked_nowhere_though_the_counts_agree_is_damage_to_who_asks_for_that_player(string met, SqlKind kind)
    {
        await using RedisServer redis = await RedisServer.StartAsync();
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(await ClusterBoards.CreateAsync(kind, redis), new ManualClock());
        foreach ((string player, long score) in new[] { ("ann", 10L), ("bob", 20L), ("cleo", 30L) })
            await host.ScoreAsync(player, "arena", score);
        Assert.Equal(Whole, await host.RanksAsync(Page));
        RankKeys keys = (await host.Cluster.Get<Catalogues>().GetAsync()).Boards["arena"].Tracks[(int)WindowKind.All].Open[0].Keys;

        // Another in bob's place.
        Assert.Equal("1", await redis.CommandAsync(
            "EVAL", "local bob = redis.call('ZRANGE', KEYS[1], 1, 1)[1] redis.call('ZREM', KEYS[1], bob) return redis.call('ZADD', KEYS[1], 0, bob .. 'by')", "1", keys.All[0].ToString()));
        if (met == "around")
            Assert.Equal("2 bob 20", LeaderboardHost.Describe(await host.JsonAsync(Page + "/players/bob")));
        else
            Assert.Equal("1/1 cleo 30, 2/2 bob 20 | zoe", await host.AmongAsync(Page + "/players", "bob", "zoe", "cleo"));
        Assert.Equal(Whole, await host.RanksAsync(Page));
        Assert.Equal(1, await CountAsync(host));
    }

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task A_Redis_that_evicts_whatever_it_likes_gives_no_wrong_page(SqlKind kind)
    {
        await using RedisServer redis = await RedisServer.StartAsync(false, "--maxmemory-policy", "allkeys-random");
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(await ClusterBoards.CreateAsync(kind, redis), new ManualClock());
        foreach ((string player, long score) in new[] { ("ann", 10L), ("bob", 20L), ("cleo", 30L) })
            await host.ScoreAsync(player, "arena", score);
        for (int round = 0; round < 10; round++)
        {
            int evicted = await EvictedAsync(redis);
            await redis.CommandAsync("CONFIG", "SET", "maxmemory", "1"); // with the next write a key or all of them go
            await redis.CommandAsync("SET", "other", "x");
            await redis.CommandAsync("CONFIG", "SET", "maxmemory", "0");
            Assert.True(await EvictedAsync(redis) > evicted);
            Assert.Equal(Whole, await host.RanksAsync(Page));
            Assert.Equal("1 cleo 30", LeaderboardHost.Describe(await host.JsonAsync(Page + "/players/cleo")));
        }
    }

    private static async Task<int> CountAsync(LeaderboardHost host) => int.Parse(
        Regex.Match(await host.TextAsync("/metrics"), "^leaderboard_damaged_ranks_total ([0-9]+)", RegexOptions.Multiline).Groups[1].Value, CultureInfo.InvariantCulture);

    private static async Task<int> EvictedAsync(RedisServer redis) =>
        int.Parse(Regex.Match(await redis.CommandAsync("INFO", "stats"), "evicted_keys:([0-9]+)").Groups[1].Value, CultureInfo.InvariantCulture);
}
