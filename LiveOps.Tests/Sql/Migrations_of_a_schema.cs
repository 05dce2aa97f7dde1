using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Sql;

public sealed class Migrations_of_a_schema
{
    [Fact]
    public async Task Scripts_run_in_order_and_once_however_often_they_are_asked_for()
    {
        string database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();

        await ThingsHost.MigrateAsync(database);
        await ThingsHost.MigrateAsync(database);

        Assert.Equal(1, await PostgresServer.AskAsync<long>(database, "SELECT count FROM things"));
        Assert.Equal("1 things, 2 one_thing", await PostgresServer.AskAsync<string>(database, "SELECT string_agg(number || ' ' || name, ', ' ORDER BY number) FROM schema_migrations"));
    }

    [Fact]
    public async Task From_several_places_at_once_they_run_once()
    {
        string database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => ThingsHost.MigrateAsync(database))));

        Assert.Equal(1, await PostgresServer.AskAsync<long>(database, "SELECT count FROM things"));
        Assert.Equal(2, await PostgresServer.AskAsync<long>(database, "SELECT count(*) FROM schema_migrations"));
    }

    [Fact]
    public async Task What_broke_off_is_not_recorded_and_runs_again()
    {
        string database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        await PostgresServer.ExecuteAsync(database, "CREATE TABLE things (id text PRIMARY KEY)"); // in the way of the first script
        await Assert.ThrowsAnyAsync<Npgsql.PostgresException>(() => ThingsHost.MigrateAsync(database));
        Assert.Equal(0, await PostgresServer.AskAsync<long>(database, "SELECT count(*) FROM schema_migrations"));

        await PostgresServer.ExecuteAsync(database, "DROP TABLE things");
        await ThingsHost.MigrateAsync(database);

        Assert.Equal(2, await PostgresServer.AskAsync<long>(database, "SELECT count(*) FROM schema_migrations"));
    }

    [Fact]
    public async Task A_service_is_not_ready_while_its_schema_is_too_old_and_says_so()
    {
        string database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        await using (ThingsHost empty = await ThingsHost.StartAsync(database, migrated: false))
        {
            Assert.Equal(
                """{"status":"not-ready","missing":[{"name":"database","reason":"the schema is at 0 and this program needs 2: run it once with the argument migrate"}]}""",
                await empty.ReadinessAsync());
        }

        await using (ThingsHost current = await ThingsHost.StartAsync(database))
            Assert.Equal("""{"status":"ready"}""", await current.ReadinessAsync());

        await PostgresServer.ExecuteAsync(database, "INSERT INTO schema_migrations VALUES (3, 'of_a_newer_program')");
        await using ThingsHost newer = await ThingsHost.StartAsync(database);
        Assert.Equal("""{"status":"ready"}""", await newer.ReadinessAsync());
    }
}
