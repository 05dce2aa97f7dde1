using LiveOps.ServiceDefaults.Sql.Providers;
using LiveOps.ServiceDefaults.Stores;
using LiveOps.Tests.Harness;
using LiveOps.Tests.Leaderboard;
using LiveOps.Tests.Leaderboard.Stores.Cluster;
using LiveOps.Tests.Progression;
using LiveOps.Tests.Progression.Stores.Sql;

namespace LiveOps.Tests.ServiceDefaults.Sql;

/// <summary>PostgreSQL commits synchronously and its standby is away: what is committed on the primary alone would be gone after a failover, so nobody is told that it is done.</summary>
public sealed class A_standby_that_is_away
{
    [Fact]
    public async Task A_commit_that_it_does_not_have_is_no_success()
    {
        await using SqlServer server = await SqlServer.StartAsync(SqlKind.Postgres);
        SqlTestDatabase database = await ImpatientAsync(server);
        await using ThingsHost host = await ThingsHost.StartAsync(database);
        long before = await host.CountAsync("one");

        int tries = await LoseStandbyAsync(database, () => host.AddAsync("one", 1));
        var refused = await Assert.ThrowsAsync<StoreUnavailableException>(() => host.AddAsync("one", 1));
        Assert.True(refused.MayBeDone);
        Assert.Contains("standby", refused.Message, StringComparison.Ordinal);

        await FindStandbyAsync(database);
        await Eventually.Async(() => host.AddAsync("one", 1));
        Assert.True(await host.CountAsync("one") >= before + tries + 2); // here all of them stand
    }

    [Fact]
    public async Task Progress_that_comes_again_waits_for_it_and_counts_once()
    {
        await using SqlServer server = await SqlServer.StartAsync(SqlKind.Postgres);
        SqlTestDatabase database = await ImpatientAsync(server);
        await using ProgressionHost host = await ProgressionHost.StartAsync(await SqlTestStore.CreateAsync(database));
        TestEvent xp = TestEvent.Xp("ann", 5);
        await host.PublishAsync(xp);

        await LoseStandbyAsync(database, () => host.PublishAsync(TestEvent.Xp("bob", 1)));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => host.PublishAsync(xp));

        await FindStandbyAsync(database);
        await Eventually.Async(async () =>
        {
            await host.PublishAsync(xp);
            return true;
        });
        Assert.Equal(5, (await host.GetAsync("/v1/players/ann")).Body.GetProperty("xp").GetInt32());
    }

    [Fact]
    public async Task A_score_that_comes_again_waits_for_it_and_counts_once()
    {
        await using SqlServer server = await SqlServer.StartAsync(SqlKind.Postgres);
        SqlTestDatabase database = await ImpatientAsync(server);
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(await ClusterBoards.CreateAsync(database), new ManualClock(), """{"boards":{"arena":{"operator":"sum"}}}""");
        await host.ScoreAsync("ann", "arena", 5, id: "e");

        await LoseStandbyAsync(database, () => host.ScoreAsync("bob", "other", 1));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => host.ScoreAsync("ann", "arena", 5, id: "e"));

        await FindStandbyAsync(database);
        await Eventually.Async(async () =>
        {
            await host.ScoreAsync("ann", "arena", 5, id: "e");
            return true;
        });
        Assert.Equal("1 ann 5", await host.RanksAsync("/v1/leaderboards/arena/all"));
    }

    // One that gives a command three seconds: so long is each commit that nobody confirms.
    private static async Task<SqlTestDatabase> ImpatientAsync(SqlServer server)
    {
        SqlTestDatabase database = await server.CreateDatabaseAsync();
        return database with { ConnectionString = database.ConnectionString + ";Command Timeout=3" };
    }

    // The server hears of it in its own time: until a write is refused; how many came before.
    private static async Task<int> LoseStandbyAsync(SqlTestDatabase database, Func<Task> write)
    {
        await database.ExecuteAsync("ALTER SYSTEM SET synchronous_standby_names = 'nobody'");
        await database.ExecuteAsync("SELECT pg_reload_conf()");
        var patience = new Patience();
        for (int tries = 0; !patience.IsOver; tries++)
        {
            try
            {
                await write();
            }
            catch (StoreUnavailableException)
            {
                return tries;
            }
        }

        Assert.Fail("it waits for no standby");
        return 0;
    }

    private static async Task FindStandbyAsync(SqlTestDatabase database)
    {
        await database.ExecuteAsync("ALTER SYSTEM RESET synchronous_standby_names");
        await database.ExecuteAsync("SELECT pg_reload_conf()");
    }
}
