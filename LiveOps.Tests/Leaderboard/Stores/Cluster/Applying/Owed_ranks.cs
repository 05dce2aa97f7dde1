using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Stores.Cluster.Cataloguing;
using LiveOps.ServiceDefaults.Sql.Providers;
using LiveOps.ServiceDefaults.Stores;
using LiveOps.Tests.Harness;
using LiveOps.Tests.Harness.Sql;

namespace LiveOps.Tests.Leaderboard.Stores.Cluster.Applying;

/// <summary>What was committed and did not come to Redis, because that was away or whoever had to bring it died, comes there: nobody has to ask for it again.</summary>
public sealed class Owed_ranks
{
    private const string All = "/v1/leaderboards/arena/all";

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task What_operators_did_while_Redis_was_away_is_brought_there_by_another_replica_when_theirs_has_died(SqlKind kind)
    {
        await using RedisServer redis = await RedisServer.StartAsync(appendOnly: true); // it comes back with all that it had: nothing tells it that it lacks something
        ClusterBoards boards = await ClusterBoards.CreateAsync(kind, redis);
        var clock = new ManualClock();
        await using (LeaderboardHost dies = await LeaderboardHost.StartAsync(boards, clock))
        {
            foreach ((string player, long score) in new[] { ("ann", 10L), ("bob", 20L), ("cleo", 30L), ("dora", 40L), ("eve", 50L) })
                await dies.ScoreAsync(player, "arena", score);
            await dies.OperateAsync(HttpMethod.Put, "/v1/leaderboards/players/dora/hidden");
            Assert.Equal("1 eve 50, 2 cleo 30, 3 bob 20, 4 ann 10", await dies.RanksAsync(All));

            await redis.KillAsync();
            await dies.OperateAsync(HttpMethod.Put, "/v1/leaderboards/players/ann/hidden"); // durable, so it is no 503
            await dies.OperateAsync(HttpMethod.Delete, "/v1/leaderboards/players/dora/hidden");
            await dies.OperateAsync(HttpMethod.Delete, All + "/players/bob");
            await dies.BlockAsync("cleo", 1, TimeSpan.FromHours(1));
            await dies.EraseAsync("eve");
            Assert.Equal("503 unavailable", await dies.ProblemAsync(All, isDown: true));
            Assert.Equal("404 not-ranked", await dies.ProblemAsync(All + "/players/bob", HttpMethod.Delete));
        }

        await redis.RestartAsync();
        await using LeaderboardHost other = await LeaderboardHost.StartAsync(boards.Replica(), clock);
        await GivenAsync(other);
        Assert.Equal("1 dora 40", await other.RanksAsync(All));
        Assert.Equal(0, await boards.Database.CountAsync("SELECT count(*) FROM owed"));
        await other.OperateAsync(HttpMethod.Delete, "/v1/leaderboards/players/ann/hidden");
        await other.ScoreAsync("bob", "arena", 1);
        Assert.Equal("1 dora 40, 2 ann 10, 3 bob 1", await other.RanksAsync(All));
    }

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task Whose_block_ends_while_Redis_is_away_is_back_when_Redis_is(SqlKind kind)
    {
        await using RedisServer redis = await RedisServer.StartAsync(appendOnly: true);
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(await ClusterBoards.CreateAsync(kind, redis), new ManualClock());
        await host.ScoreAsync("ann", "arena", 10);
        await host.BlockAsync("ann", 1, TimeSpan.FromHours(1));
        await host.BlockAsync("ann", 2, TimeSpan.FromMinutes(1)); // a shorter one, though the former is remembered for as long as it could hold
        Assert.Equal("", await host.RanksAsync(All));

        await redis.KillAsync();
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        for (var patience = new Patience(); await host.Cluster.Database.CountAsync("SELECT count(*) FROM hidden") > 0;)
        {
            Assert.False(patience.IsOver, "the block never ends");
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }

        await redis.RestartAsync();
        await GivenAsync(host);
        Assert.Equal("1 ann 10", await host.RanksAsync(All));
    }

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task A_board_that_is_turned_back_has_nothing_left_of_its_former_ranks(SqlKind kind)
    {
        await using RedisServer redis = await RedisServer.StartAsync();
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(await ClusterBoards.CreateAsync(kind, redis), new ManualClock(), Policy("desc"));
        await host.ScoreAsync("ann", "arena", 10);
        await host.ScoreAsync("bob", "arena", 20);
        Assert.Equal("1 bob 20, 2 ann 10", await host.RanksAsync(All));
        RankKeys former = (await host.Cluster.Get<Catalogues>().GetAsync()).Boards["arena"].Tracks[(int)WindowKind.All].Open[0].Keys;
        string[] keys = [.. former.All[..4].Select(key => key.ToString())];
        foreach (string key in keys)
            await redis.CommandAsync("COPY", key, "left:" + key);

        await TurnAsync(host, "asc");
        Assert.Equal("1 ann 10, 2 bob 20", await host.RanksAsync(All));
        foreach (string key in keys)
            await redis.CommandAsync("COPY", "left:" + key, key, "REPLACE"); // as a replica leaves them that dies before it drops them
        await host.ScoreAsync("ann", "arena", 30);
        Assert.Equal("1 bob 20, 2 ann 30", await host.RanksAsync(All));

        await TurnAsync(host, "desc");
        Assert.Equal("1 ann 30, 2 bob 20", await host.RanksAsync(All));
    }

    private static string Policy(string order) => $$"""{ "boards": { "arena": { "operator": "last", "order": "{{order}}" } } }""";

    private static async Task TurnAsync(LeaderboardHost host, string order)
    {
        host.WritePolicy(Policy(order));
        host.Clock.Advance(TimeSpan.FromSeconds(2));
        await host.RolledOverAsync();
        await host.BoardIsAsync("arena", "order", order);
    }

    // What happens by time, until Redis can be had.
    private static async Task GivenAsync(LeaderboardHost host)
    {
        for (var patience = new Patience(); ;)
        {
            try
            {
                await host.RolledOverAsync();
                return;
            }
            catch (StoreUnavailableException) when (!patience.IsOver)
            {
                await Task.Delay(20, TestContext.Current.CancellationToken);
            }
        }
    }
}
