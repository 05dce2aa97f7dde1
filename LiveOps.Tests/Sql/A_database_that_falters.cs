using System.Net;
using System.Text;
using LiveOps.ServiceDefaults.Stores;
using LiveOps.Tests.Harness;
using Npgsql;

namespace LiveOps.Tests.Sql;

public sealed class A_database_that_falters
{
    [Fact]
    public async Task A_deadlock_is_tried_again_and_both_succeed()
    {
        string database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
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

    [Fact]
    public async Task A_connection_that_was_cut_off_before_the_commit_is_made_again()
    {
        string database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        await using ThingsHost host = await ThingsHost.StartAsync(database);
        int runs = 0;

        await host.Database.TransactAsync(
            "add",
            async unit =>
            {
                int changed = await unit.ExecuteAsync(("add", Row("one")));
                if (Interlocked.Increment(ref runs) == 1)
                    await PostgresServer.ExecuteAsync(database, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");
                return changed;
            },
            TestContext.Current.CancellationToken);

        Assert.Equal((2, 2), (runs, await host.CountAsync("one")));
    }

    [Fact]
    public async Task A_mistake_in_the_work_is_not_tried_again_and_leaves_nothing()
    {
        string database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        await using ThingsHost host = await ThingsHost.StartAsync(database);
        int runs = 0;

        PostgresException e = await Assert.ThrowsAsync<PostgresException>(() => host.Database.TransactAsync(
            "add",
            async unit =>
            {
                runs++;
                return await unit.ExecuteAsync(("add", Row("one")), ("add", "[{\"id\":\"x\",\"count\":\"many\"}]"u8.ToArray()));
            },
            TestContext.Current.CancellationToken));

        Assert.Equal(("22P02", 1, 1), (e.SqlState, runs, await host.CountAsync("one")));
    }

    [Fact]
    public async Task While_it_is_down_callers_are_told_and_after_it_they_are_served()
    {
        await using PostgresServer server = await PostgresServer.StartAsync();
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

    [Fact]
    public async Task A_table_that_is_not_there_yet_is_waited_for()
    {
        string database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        await using ThingsHost host = await ThingsHost.StartAsync(database, migrated: false);

        await Assert.ThrowsAsync<StoreUnavailableException>(() => host.AddAsync("one", 1));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => host.CountAsync("one"));
    }

    [Fact]
    public async Task TLS_is_used_when_it_is_asked_for_and_a_certificate_is_checked()
    {
        PostgresServer server = await PostgresServer.SharedAsync();
        string database = await server.CreateDatabaseAsync();
        string byName = database.Replace("127.0.0.1", "localhost", StringComparison.Ordinal);

        await using ThingsHost host = await ThingsHost.StartAsync($"{byName};SSL Mode=VerifyFull;Root Certificate={server.CertificateFile}");
        await host.AddAsync("one", 1);
        Assert.True(await PostgresServer.AskAsync<bool>(database, "SELECT bool_and(ssl) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE datname = current_database() AND pid <> pg_backend_pid()"));

        // Without its authority, or under another name, it is not the server that was asked for.
        foreach (string wrong in new[] { $"{byName};SSL Mode=VerifyFull", $"{database};SSL Mode=VerifyFull;Root Certificate={server.CertificateFile}" })
        {
            await using ThingsHost refusing = await ThingsHost.StartAsync(wrong, migrated: false);
            await Assert.ThrowsAsync<StoreUnavailableException>(() => refusing.AddAsync("one", 1));
        }
    }

    private static byte[] Row(string id) => Encoding.UTF8.GetBytes($$"""[{"id":"{{id}}","count":1}]""");
}
