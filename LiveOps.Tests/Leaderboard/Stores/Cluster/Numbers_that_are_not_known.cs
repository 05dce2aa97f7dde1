using LiveOps.ServiceDefaults.Sql.Providers;
using LiveOps.Tests.Harness;
using LiveOps.Tests.Harness.Sql;
using LiveOps.Tests.ServiceDefaults.Bus;

namespace LiveOps.Tests.Leaderboard.Stores.Cluster;

/// <summary>A metric whose store cannot be read is not told: an old number would say that somebody looked.</summary>
public sealed class Numbers_that_are_not_known
{
    private const string Players = "leaderboard_players{board=\"arena\",window=\"all\"} ";

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task How_many_players_are_ranked_is_not_told_while_their_ranks_cannot_be_had_and_the_rest_is(SqlKind kind)
    {
        await using RedisServer redis = await RedisServer.StartAsync(appendOnly: true);
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(await ClusterBoards.CreateAsync(kind, redis), new ManualClock());
        await host.ScoreAsync("ann", "arena", 10);
        await Until.TrueAsync(async () => (await host.TextAsync("/metrics")).Contains(Players + "1\n", StringComparison.Ordinal), () => "one player is never told");
        await redis.KillAsync();
        await Until.TrueAsync(async () => !(await host.TextAsync("/metrics")).Contains(Players, StringComparison.Ordinal), () => "players are told of ranks that nobody has");
        string rest = await host.TextAsync("/metrics");
        Assert.Contains("\nleaderboard_updates_total{board=\"arena\"} 1\n", rest, StringComparison.Ordinal);
        Assert.Contains("\nleaderboard_rollover_overdue_seconds 0\n", rest, StringComparison.Ordinal);
        await redis.RestartAsync();
        await Until.TrueAsync(async () => (await host.TextAsync("/metrics")).Contains(Players + "1\n", StringComparison.Ordinal), () => "one player is never told again");
    }
}
