using System.Data.Common;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using LiveOps.ServiceDefaults.Sql;
using LiveOps.ServiceDefaults.Sql.Connections;
using LiveOps.ServiceDefaults.Sql.Providers;
using LiveOps.ServiceDefaults.Stores;
using LiveOps.Tests.Harness;
using LiveOps.Tests.Harness.Sql;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LiveOps.Tests.ServiceDefaults.Sql;

public sealed class A_database_that_falters
{
    [Theory, ClassData(typeof(SqlKinds))]
    public async Task A_deadlock_is_tried_again_and_both_succeed(SqlKind kind)
    {
        SqlTestDatabase database = await (await SqlServer.SharedAsync(kind)).CreateDatabaseAsync();
        await using ThingsHost host = await ThingsHost.StartAsync(database);
        await host.AddAsync("two", 1);
        using var barrier = new Barrier(2);
        int runs = 0;

        await Task.WhenAll(Task.Run(() => AddBothAsync("one", "two")), Task.Run(() => AddBothAsync("two", "one")));

        Assert.Equal((3, 3, 3), (runs, await host.CountAsync("one"), await host.CountAsync("two")));

        Task<int> AddBothAsync(string first, string second)
        {
            bool again = false;
            return host.Database.TransactAsync(
                "both",
                async unit =>
                {
                    Interlocked.Increment(ref runs);
                    await unit.ExecuteAsync(("add", Row(first)));
                    if (!again)
                        barrier.SignalAndWait(Patience.Whole); // now each holds what the other wants
                    again = true;
                    return await unit.ExecuteAsync(("add", Row(second)));
                },
                TestContext.Current.CancellationToken);
        }
    }

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task A_connection_that_was_cut_off_before_the_commit_is_made_again(SqlKind kind)
    {
        SqlTestDatabase database = await (await SqlServer.SharedAsync(kind)).CreateDatabaseAsync();
        await using ThingsHost host = await ThingsHost.StartAsync(database);
        int runs = 0;

        await host.Database.TransactAsync(
            "add",
            async unit =>
            {
                int changed = await unit.ExecuteAsync(("add", Row("one")));
                if (Interlocked.Increment(ref runs) == 1)
                    await database.CutOffAsync();
                return changed;
            },
            TestContext.Current.CancellationToken);

        Assert.Equal((2, 2), (runs, await host.CountAsync("one")));
    }

    [Fact]
    public async Task Whoever_stops_while_a_connection_is_opened_is_not_told_that_the_database_failed()
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        WebApplicationBuilder builder = ThingsHost.Builder(
            ("DB_KIND", "postgres"), ("ConnectionStrings:things", $"Host=127.0.0.1;Port={((IPEndPoint)server.LocalEndpoint).Port};Username=u;Password=p;Database=d;SSL Mode=Require"));
        builder.AddSqlDatabase<ThingsContext>("things");
        await using WebApplication app = builder.Build();
        using var stop = new CancellationTokenSource();
        Task<int> asking = app.Services.GetRequiredService<SqlDatabase<ThingsContext>>().TransactAsync("ask", _ => Task.FromResult(0), stop.Token);

        using TcpClient client = await server.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        NetworkStream line = client.GetStream();
        byte[] said = new byte[1024];
        await line.ReadAtLeastAsync(said, 8, cancellationToken: TestContext.Current.CancellationToken);
        await line.WriteAsync("S"u8.ToArray(), TestContext.Current.CancellationToken);
        await line.ReadAtLeastAsync(said, 1, cancellationToken: TestContext.Current.CancellationToken); // a handshake that is never answered
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
    }

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task A_mistake_in_the_work_is_not_tried_again_and_leaves_nothing(SqlKind kind)
    {
        SqlTestDatabase database = await (await SqlServer.SharedAsync(kind)).CreateDatabaseAsync();
        await using ThingsHost host = await ThingsHost.StartAsync(database);
        int runs = 0;

        DbException e = await Assert.ThrowsAnyAsync<DbException>(() => host.Database.TransactAsync(
            "add",
            async unit =>
            {
                runs++;
                return await unit.ExecuteAsync(("add", Row("one")), ("add", "[{\"id\":\"x\"}]"u8.ToArray()));
            },
            TestContext.Current.CancellationToken));

        Assert.Equal((1, 1), (runs, await host.CountAsync("one")));
        Assert.StartsWith("23", e.SqlState, StringComparison.Ordinal); // a count is missing
    }

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task While_it_is_down_callers_are_told_and_after_it_they_are_served(SqlKind kind)
    {
        await using SqlServer server = await SqlServer.StartAsync(kind);
        await using ThingsHost host = await ThingsHost.StartAsync(await server.CreateDatabaseAsync());
        await host.AddAsync("one", 1);

        await server.KillAsync();
        Assert.Equal("sql", (await Assert.ThrowsAsync<StoreUnavailableException>(() => host.AddAsync("one", 1))).Store);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => host.CountAsync("one"));
        Assert.Contains("the database cannot be reached", await host.ReadinessAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await host.Client.GetAsync("/healthz", TestContext.Current.CancellationToken)).StatusCode);

        await server.StartAgainAsync();
        await Eventually.Async(() => host.AddAsync("one", 1));
        Assert.Equal(3, await host.CountAsync("one"));
        Assert.Contains("store_operation_duration_seconds_count{store=\"sql\",operation=\"add\"}", await host.MetricsAsync(), StringComparison.Ordinal);
    }

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task One_that_is_read_only_until_the_failover_is_done_is_waited_for(SqlKind kind)
    {
        SqlServer server = await SqlServer.SharedAsync(kind);
        (SqlTestDatabase database, string user) = await (await server.CreateDatabaseAsync()).OfAUserAsync();
        await using ThingsHost host = await ThingsHost.StartAsync(database);
        await host.AddAsync("one", 1);

        await server.SetReadOnlyAsync(database, user, on: true);
        try
        {
            await Assert.ThrowsAsync<StoreUnavailableException>(() => host.AddAsync("one", 1));
            Assert.Equal(2, await host.CountAsync("one"));
        }
        finally
        {
            await server.SetReadOnlyAsync(database, user, on: false);
        }

        await Eventually.Async(() => host.AddAsync("one", 1));
        Assert.Equal(3, await host.CountAsync("one"));
    }

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task No_connection_from_before_a_failure_is_lent_again_not_even_one_that_was_in_use(SqlKind kind)
    {
        SqlTestDatabase database = await (await SqlServer.SharedAsync(kind)).CreateDatabaseAsync();
        await using var source = new SqlSource(new SqlSettings("things", database.Kind, database.ConnectionString));
        string first = await LentAsync(), inUse = "";

        await source.UseAsync(
            async connection =>
            {
                inUse = await SessionAsync(connection);
                await Assert.ThrowsAsync<IOException>(() => source.UseAsync<int>(_ => throw new IOException("gone"), TestContext.Current.CancellationToken));
                Assert.Equal(inUse, await SessionAsync(connection)); // it may finish
                return 0;
            },
            TestContext.Current.CancellationToken);

        Assert.Equal(first, inUse); // else a pool would not have lent the same one
        string next = await LentAsync();
        Assert.NotEqual(first, next);
        Assert.Equal(next, await LentAsync());

        Task<string> LentAsync() => source.UseAsync(SessionAsync, TestContext.Current.CancellationToken);

        async Task<string> SessionAsync(DbConnection connection)
        {
            await using DbCommand command = connection.CreateCommand();
            command.CommandText = kind == SqlKind.Postgres ? "SELECT pg_backend_pid()" : "SELECT CONNECTION_ID()";
            return Convert.ToString(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken), CultureInfo.InvariantCulture)!;
        }
    }

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task One_that_has_no_more_connections_to_give_is_waited_for(SqlKind kind)
    {
        SqlServer server = await SqlServer.SharedAsync(kind);
        (SqlTestDatabase database, string user) = await (await server.CreateDatabaseAsync()).OfAUserAsync();
        await using ThingsHost host = await ThingsHost.StartAsync(database);
        await server.LimitAsync(database, user, 1);

        await host.Database.TransactAsync(
            "hold",
            async _ => await Assert.ThrowsAsync<StoreUnavailableException>(() => host.AddAsync("one", 1)),
            TestContext.Current.CancellationToken);

        await Eventually.Async(() => host.AddAsync("one", 1));
        Assert.Equal(2, await host.CountAsync("one"));
    }

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task A_table_that_is_not_there_yet_is_waited_for(SqlKind kind)
    {
        SqlTestDatabase database = await (await SqlServer.SharedAsync(kind)).CreateDatabaseAsync();
        await using ThingsHost host = await ThingsHost.StartAsync(database, migrated: false);

        await Assert.ThrowsAsync<StoreUnavailableException>(() => host.AddAsync("one", 1));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => host.CountAsync("one"));
    }

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task TLS_is_used_when_it_is_asked_for_and_a_certificate_is_checked(SqlKind kind)
    {
        SqlServer server = await SqlServer.SharedAsync(kind);
        SqlTestDatabase database = await server.CreateDatabaseAsync();
        string scheme = kind == SqlKind.Postgres ? "postgres" : "mysql", user = kind == SqlKind.Postgres ? "postgres" : "root";

        await using ThingsHost host = await ThingsHost.StartAsync(At("localhost", $"&sslrootcert={server.CertificateFile}"));
        await host.AddAsync("one", 1);
        Assert.NotEmpty(await host.Database.ReadAsync(
            "cipher",
            (context, token) => context.Database.SqlQueryRaw<string>(kind == SqlKind.Postgres
                ? "SELECT cipher AS \"Value\" FROM pg_stat_ssl WHERE pid = pg_backend_pid()"
                : "SELECT variable_value AS Value FROM information_schema.session_status WHERE variable_name = 'Ssl_cipher'").SingleAsync(token),
            TestContext.Current.CancellationToken));

        // Without its authority, or under another name, it is not the server that was asked for.
        foreach (SqlTestDatabase wrong in new[] { At("localhost", ""), At("127.0.0.1", $"&sslrootcert={server.CertificateFile}") })
        {
            await using ThingsHost refusing = await ThingsHost.StartAsync(wrong, migrated: false);
            await Assert.ThrowsAsync<StoreUnavailableException>(() => refusing.AddAsync("one", 1));
        }

        SqlTestDatabase At(string host, string options) =>
            database with { ConnectionString = $"{scheme}://{user}@{host}:{server.Port}/{database.Name}?sslmode=verify-full&connect_timeout=60{options}" };
    }

    private static byte[] Row(string id) => Encoding.UTF8.GetBytes($$"""[{"id":"{{id}}","count":1}]""");
}
