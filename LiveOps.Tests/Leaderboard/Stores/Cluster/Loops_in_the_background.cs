using System.Data.Common;
using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Stores.Cluster.Cataloguing;
using LiveOps.Leaderboard.Stores.Cluster.Redis;
using LiveOps.ServiceDefaults.Sql.Providers;
using LiveOps.Tests.Harness;
using LiveOps.Tests.Harness.Sql;
using Microsoft.Extensions.Hosting;

namespace LiveOps.Tests.Leaderboard.Stores.Cluster;

/// <summary>What a replica does in the background meets stores that are there, and are not as they should be. It tells so and goes on: else it would end the process, and each one that is started in its place.</summary>
public sealed class Loops_in_the_background
{
    private const string All = "/v1/leaderboards/arena/all";

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task Tables_that_answer_nothing_and_keys_that_were_set_by_hand_end_none_of_them(SqlKind kind)
    {
        await using RedisServer redis = await RedisServer.StartAsync();
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(await ClusterBoards.CreateAsync(kind, redis), new ManualClock());
        await host.ScoreAsync("ann", "arena", 10);
        Assert.Equal("1 ann 10", await host.RanksAsync(All));
        StoredPeriod period = (await host.Cluster.Get<Catalogues>().GetAsync()).Boards["arena"].Tracks[(int)WindowKind.All].Open[0];
        string[] tables = (await host.Cluster.Database.AskAsync(
            $"SELECT table_name FROM information_schema.tables WHERE table_schema = {(kind == SqlKind.MySql ? "DATABASE()" : "'public'")}")).Split(", ");
        Assert.Contains("scores", tables);
        foreach (string table in tables)
        {
            // Not away, as one that has not been migrated: it answers, and never what it is asked for.
            await host.Cluster.Database.AskAsync($"ALTER TABLE {table} RENAME TO away_{table}");
            await host.Cluster.Database.AskAsync($"CREATE VIEW {table} AS SELECT * FROM away_{table} WHERE (SELECT 1 UNION ALL SELECT 2) = 1");
        }

        await redis.FlushAsync();
        for (int key = 0; key < 4; key++)
            await redis.CommandAsync("SET", period.Keys.All[key].ToString(), "by hand");
        await PassAsync(host);

        await redis.FlushAsync();
        host.Service<RankRebuilds>().Want(period);
        for (int i = 0; i < 20; i++)
            await Assert.ThrowsAnyAsync<DbException>(() => host.Service<RankRebuilds>().RebuildAsync(period));
        await PassAsync(host);
        Assert.All(host.Service<IEnumerable<IHostedService>>().OfType<BackgroundService>(), loop => Assert.False(loop.ExecuteTask is { IsFaulted: true }, $"{loop.GetType().Name}: {loop.ExecuteTask?.Exception}"));

        foreach (string table in tables)
        {
            await host.Cluster.Database.AskAsync($"DROP VIEW {table}");
            await host.Cluster.Database.AskAsync($"ALTER TABLE away_{table} RENAME TO {table}");
        }

        host.Service<RankRebuilds>().Want(period);
        for (var patience = new Patience(); await host.Service<SharedRanks>().LivesAsync(period) is null; await Task.Delay(5, TestContext.Current.CancellationToken))
            Assert.False(patience.IsOver, "nobody rebuilds what nobody reads");
        Assert.Equal("1 ann 10", await host.RanksAsync(All));
    }

    // Hours, and what falls due in them is done, or fails.
    private static async Task PassAsync(LeaderboardHost host)
    {
        for (int i = 0; i < 20; i++)
        {
            host.Clock.Advance(TimeSpan.FromMinutes(6));
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }
}
