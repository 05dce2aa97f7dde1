using System.Data.Common;
using LiveOps.ServiceDefaults.Sql;
using LiveOps.ServiceDefaults.Sql.Connections;
using LiveOps.ServiceDefaults.Sql.Providers;
using Npgsql;

namespace LiveOps.Tests.ServiceDefaults.Sql;

/// <summary>A batch that fails between the rows of its first statement, when the driver was about to prepare its second: on one connection, which is lent again.</summary>
public sealed class Prepared_statements_after_a_failure
{
    private static readonly byte[] One = """[{"id":"one","count":1}]"""u8.ToArray();

    [Fact]
    public async Task Are_right_where_a_row_was_locked_by_another()
    {
        SqlTestDatabase database = await (await SqlServer.SharedAsync(SqlKind.Postgres)).CreateDatabaseAsync();
        await using ThingsHost host = await StartAsync(database, places: 8);
        await host.AddAsync("two", 1);
        Assert.Equal((1, 1), await FindAsync(host));
        await using DbConnection other = database.Server.Connect(database.Name);
        await other.OpenAsync(TestContext.Current.CancellationToken);
        DbTransaction holds = await other.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using (DbCommand hold = other.CreateCommand())
        {
            hold.CommandText = "SELECT 1 FROM things WHERE id = 'two' FOR UPDATE";
            await hold.ExecuteScalarAsync(TestContext.Current.CancellationToken);
        }

        int runs = 0, locked = 0;
        long found = await host.Database.TransactAsync(
            "lock",
            async unit =>
            {
                if (++runs == 2)
                    await holds.DisposeAsync();
                await using DbDataReader rows = await unit.ReadAsync(("lock", """[{"id":"one"},{"id":"two"}]"""u8.ToArray()), ("find", One));
                for (locked = 0; await rows.ReadAsync(unit.Cancellation);)
                    locked++;
                await rows.NextResultAsync(unit.Cancellation);
                return await CountAsync(unit, rows);
            },
            TestContext.Current.CancellationToken);

        Assert.Equal((2, 2, 1), (runs, locked, found)); // not a third time, on another connection
    }

    [Fact]
    public async Task Are_right_where_one_was_to_take_anothers_place()
    {
        await using ThingsHost host = await StartAsync(await (await SqlServer.SharedAsync(SqlKind.Postgres)).CreateDatabaseAsync(), places: 1);
        for (int times = 1; times <= 3; times++) // as many as it takes to be prepared, and one
            await host.AddAsync("one", 1);
        Assert.Equal((4, 1), await FindAsync(host));

        Assert.Equal("22012", (await Assert.ThrowsAnyAsync<DbException>(() => FailAsync(host, ("divide", """[{"by":1},{"by":0}]"""u8.ToArray()), _ => { }))).SqlState);

        Assert.Equal((4, 1), await FindAsync(host)); // and nothing was added, which is what was prepared
        Assert.Equal((4, 1), await FindAsync(host));
    }

    [Fact]
    public async Task Are_right_where_somebody_stopped_who_had_read_a_row()
    {
        await using ThingsHost host = await StartAsync(await (await SqlServer.SharedAsync(SqlKind.Postgres)).CreateDatabaseAsync(), places: 8);
        Assert.Equal((1, 1), await FindAsync(host));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => FailAsync(host, ("sleep", """[{"seconds":0},{"seconds":0},{"seconds":60}]"""u8.ToArray()), stop => stop.Cancel())); // the second row sends the first on its way

        Assert.Equal((1, 1), await FindAsync(host));
        Assert.Equal((1, 1), await FindAsync(host));
    }

    [Fact]
    public async Task Are_forgotten_with_every_connection_where_the_server_does_not_let_go_of_them()
    {
        SqlTestDatabase database = await (await SqlServer.SharedAsync(SqlKind.Postgres)).CreateDatabaseAsync();
        await using var source = new SqlSource(new SqlSettings("things", SqlKind.Postgres, database.ConnectionString));
        int[] before = [await SessionAsync(), await SessionAsync()];

        await Assert.ThrowsAsync<FormatException>(() => source.UseAsync<int>(
            async connection =>
            {
                await using DbCommand command = connection.CreateCommand();
                command.CommandText = "SELECT generate_series(1, 100000)";
                DbDataReader left = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken); // so that it is busy
                Assert.True(left.HasRows);
                throw new FormatException("work");
            },
            TestContext.Current.CancellationToken));

        Assert.Equal(before[0], before[1]);
        Assert.NotEqual(before[0], await SessionAsync());

        Task<int> SessionAsync() => source.UseAsync(
            async connection =>
            {
                await using DbCommand command = connection.CreateCommand();
                command.CommandText = "SELECT pg_backend_pid()";
                return (int)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
            },
            TestContext.Current.CancellationToken);
    }

    [Fact]
    public void An_answer_that_the_driver_does_not_expect_is_a_fault_of_the_connection() =>
        Assert.True(SqlFaults.IsUnavailable(new NpgsqlException("Received backend message BindComplete while expecting CloseCompletedMessage. Please file a bug.")));

    private static Task<ThingsHost> StartAsync(SqlTestDatabase database, int places) => ThingsHost.StartAsync(database with
    {
        ConnectionString = $"{database.ConnectionString};Maximum Pool Size=1;Max Auto Prepare={places};Auto Prepare Min Usages=2",
    });

    // What is found, and how often it had to be asked.
    private static async Task<(long Count, int Runs)> FindAsync(ThingsHost host)
    {
        int runs = 0;
        long count = await host.Database.TransactAsync(
            "find",
            async unit =>
            {
                runs++;
                await using DbDataReader rows = await unit.ReadAsync(("find", One));
                return await CountAsync(unit, rows);
            },
            TestContext.Current.CancellationToken);
        return (count, runs);
    }

    private static async Task<long> CountAsync(SqlUnit unit, DbDataReader rows) => await rows.ReadAsync(unit.Cancellation) ? rows.GetInt64(1) : -1;

    private static async Task<int> FailAsync(ThingsHost host, (string, SqlInput) first, Action<CancellationTokenSource> afterARow)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        return await host.Database.TransactAsync(
            "fail",
            async unit =>
            {
                await using DbDataReader rows = await unit.ReadAsync(first, ("find", One));
                int read = 0;
                for (; await rows.ReadAsync(unit.Cancellation); read++)
                    afterARow(stop);
                return read;
            },
            stop.Token);
    }
}
