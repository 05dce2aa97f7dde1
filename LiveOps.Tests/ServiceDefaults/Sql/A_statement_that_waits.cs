using System.Data.Common;
using System.Text;
using LiveOps.ServiceDefaults.Sql;
using LiveOps.ServiceDefaults.Sql.Providers;
using LiveOps.Tests.Harness.Sql;

namespace LiveOps.Tests.ServiceDefaults.Sql;

/// <summary>A statement that waits for a row that another holds, whose caller stops, or whose time is over.</summary>
public sealed class A_statement_that_waits
{
    [Fact]
    public async Task Goes_on_in_MySQL_when_its_caller_stops_but_nothing_behind_it_is_begun()
    {
        SqlTestDatabase database = await (await SqlServer.SharedAsync(SqlKind.MySql)).CreateDatabaseAsync();
        await using ThingsHost host = await ThingsHost.StartAsync(database);
        await using DbConnection held = await HeldAsync(database);
        using var stop = new CancellationTokenSource();
        bool ended = false;
        Task<int> adding = host.Database.TransactAsync(
            "add",
            async unit =>
            {
                await unit.ExecuteAsync(Add("two"), Add("one"));
                ended = true;
                return await unit.ExecuteAsync(Add("three"));
            },
            stop.Token);
        for (var patience = new Patience(); await database.CountAsync("SELECT count(*) FROM information_schema.processlist WHERE db = DATABASE() AND info LIKE 'INSERT%'") == 0;)
            Assert.False(patience.IsOver, "it never waited");
        await stop.CancelAsync();
        await held.DisposeAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => adding);
        Assert.True(ended);
        Assert.Equal("one 1", await database.AskAsync("SELECT id, count FROM things"));
    }

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task Ends_by_the_time_out_of_the_connection_string_and_is_tried_again(SqlKind kind)
    {
        SqlTestDatabase database = await (await SqlServer.SharedAsync(kind)).CreateDatabaseAsync();
        await using ThingsHost host = await ThingsHost.StartAsync(database with
        {
            ConnectionString = database.ConnectionString + (kind == SqlKind.MySql ? ";Default Command Timeout=1" : ";Command Timeout=1"),
        });
        await using DbConnection held = await HeldAsync(database);
        int runs = 0;
        await host.Database.TransactAsync(
            "add",
            async unit =>
            {
                if (++runs == 2)
                    await held.DisposeAsync();
                return await unit.ExecuteAsync(Add("two"), Add("one"));
            },
            TestContext.Current.CancellationToken);

        Assert.Equal(2, runs);
        Assert.Equal("one 2, two 1", await database.AskAsync("SELECT id, count FROM things ORDER BY id"));
    }

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task Is_not_begun_when_its_caller_has_stopped(SqlKind kind)
    {
        SqlTestDatabase database = await (await SqlServer.SharedAsync(kind)).CreateDatabaseAsync();
        await using ThingsHost host = await ThingsHost.StartAsync(database);
        using var stop = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => host.Database.TransactAsync(
            "add",
            async unit =>
            {
                await unit.ExecuteAsync(Add("two"));
                await stop.CancelAsync();
                return await unit.ExecuteAsync(Add("three"));
            },
            stop.Token));

        Assert.Equal("one 1", await database.AskAsync("SELECT id, count FROM things"));
    }

    private static async Task<DbConnection> HeldAsync(SqlTestDatabase database)
    {
        DbConnection other = database.Server.Connect(database.Name);
        await other.OpenAsync(TestContext.Current.CancellationToken);
        DbTransaction transaction = await other.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using DbCommand hold = other.CreateCommand();
        hold.Transaction = transaction;
        hold.CommandText = "SELECT 1 FROM things WHERE id = 'one' FOR UPDATE";
        await hold.ExecuteScalarAsync(TestContext.Current.CancellationToken);
        return other;
    }

    private static (string, SqlInput) Add(string id) => ("add", Encoding.UTF8.GetBytes($$"""[{"id":"{{id}}","count":1}]"""));
}
