using LiveOps.ServiceDefaults.Sql.Providers;
using LiveOps.Tests.Harness;
using LiveOps.Tests.Harness.Sql;

namespace LiveOps.Tests.Leaderboard.Stores.Cluster.Redis;

/// <summary>A Redis that lost its newest writes, and is consistent in itself: it was started from an older file, or a replica that was behind was promoted.</summary>
public sealed class Redis_that_fell_back
{
    private const string All = "/v1/leaderboards/arena/all";

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

    // As a bus brings it: again, until it is applied.
    private static Task ScoreAsync(LeaderboardHost host, string player, long score) => Eventually.Async(async () =>
    {
        await host.ScoreAsync(player, "arena", score, id: $"{player}-{score}");
        return true;
    });
}
