using LiveOps.Leaderboard.Stores.Cluster.Held;
using LiveOps.ServiceDefaults.Sql.Providers;
using LiveOps.ServiceDefaults.Stores;
using LiveOps.Tests.Harness;
using LiveOps.Tests.Harness.Sql;

namespace LiveOps.Tests.Leaderboard.Stores.Cluster.Redis;

/// <summary>A Redis that has no memory left, and must not grow past its limit: ranks are read from it and players taken out of it, and nobody is ranked anew until there is room.</summary>
public sealed class Ranks_in_a_full_Redis
{
    private const string Page = "/v1/leaderboards/arena/all";

    [Theory, ClassData(typeof(SqlKinds))]
    public Task A_score_comes_again_once_there_is_room_and_who_is_hidden_is_taken_out_at_once(SqlKind kind) => RunAsync(kind, null);

    [Theory, ClassData(typeof(SqlKinds))]
    public Task So_it_is_where_a_replica_keeps_the_ranks_in_memory_and_what_changes_is_logged(SqlKind kind) => RunAsync(kind, ClusterBoards.HoldsAll);

    private static async Task RunAsync(SqlKind kind, HeldSettings? held)
    {
        await using RedisServer redis = await RedisServer.StartAsync();
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(await ClusterBoards.CreateAsync(kind, redis, held), new ManualClock());
        foreach ((string player, long score) in new[] { ("ann", 10L), ("bob", 20L), ("cleo", 30L) })
            await host.ScoreAsync(player, "arena", score);
        Assert.Equal("1 cleo 30, 2 bob 20, 3 ann 10", await host.RanksAsync(Page));
        Assert.Equal("1 cleo 30, 2 bob 20", await host.RanksAsync(Page + "/players/bob/around?limit=2"));
        await redis.CommandAsync("CONFIG", "SET", "maxmemory", "1");

        foreach ((string player, long score) in new[] { ("dora", 40L), ("ann", 50L) })
        {
            StoreUnavailableException refusal = await Assert.ThrowsAsync<StoreUnavailableException>(() => host.ScoreAsync(player, "arena", score, id: player));
            Assert.Contains("OOM", refusal.Message, StringComparison.Ordinal);
        }

        Assert.Equal("1 cleo 30, 2 bob 20, 3 ann 10", await host.RanksAsync(Page));
        await host.OperateAsync(HttpMethod.Put, "/v1/leaderboards/players/bob/hidden");
        Assert.Equal("1 cleo 30, 2 ann 10", await host.RanksAsync(Page));
        Assert.Equal("1 cleo 30, 2 ann 10", await host.RanksAsync(Page + "/players/ann/around"));
        await redis.CommandAsync("CONFIG", "SET", "maxmemory", "0");
        foreach ((string player, long score) in new[] { ("dora", 40L), ("ann", 50L) })
            await host.ScoreAsync(player, "arena", score, id: player);
        Assert.Equal("1 ann 50, 2 dora 40, 3 cleo 30", await host.RanksAsync(Page));
        Assert.Equal("1 ann 50, 2 dora 40, 3 cleo 30", await host.RanksAsync(Page + "/players/ann/around"));
    }
}
