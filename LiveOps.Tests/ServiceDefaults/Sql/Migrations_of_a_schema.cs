using System.Data.Common;
using LiveOps.ServiceDefaults.Sql.Providers;
using LiveOps.Tests.Harness.Sql;

namespace LiveOps.Tests.ServiceDefaults.Sql;

public sealed class Migrations_of_a_schema
{
    [Theory, ClassData(typeof(SqlKinds))]
    public async Task Scripts_run_in_order_and_once_however_often_they_are_asked_for(SqlKind kind)
    {
        SqlTestDatabase database = await (await SqlServer.SharedAsync(kind)).CreateDatabaseAsync();

        await ThingsHost.MigrateAsync(database);
        await ThingsHost.MigrateAsync(database);

        Assert.Equal("1", await database.AskAsync("SELECT count FROM things"));
        Assert.Equal("1 things, 2 one_thing", await database.AskAsync("SELECT number, name FROM schema_migrations ORDER BY number"));
    }

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task From_several_places_at_once_they_run_once(SqlKind kind)
    {
        SqlTestDatabase database = await (await SqlServer.SharedAsync(kind)).CreateDatabaseAsync();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => ThingsHost.MigrateAsync(database))));

        Assert.Equal("1", await database.AskAsync("SELECT count FROM things"));
        Assert.Equal(2, await database.CountAsync("SELECT count(*) FROM schema_migrations"));
    }

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task What_broke_off_is_not_recorded_and_runs_again(SqlKind kind)
    {
        SqlTestDatabase database = await (await SqlServer.SharedAsync(kind)).CreateDatabaseAsync();
        await database.ExecuteAsync("CREATE TABLE things (id VARCHAR(64) PRIMARY KEY)"); // in the way of the first script, or of the second
        await Assert.ThrowsAnyAsync<DbException>(() => ThingsHost.MigrateAsync(database));
        Assert.Equal(0, await database.CountAsync("SELECT count(*) FROM schema_migrations WHERE number = 2"));

        await database.ExecuteAsync("DROP TABLE things");
        await database.ExecuteAsync("DELETE FROM schema_migrations");
        await ThingsHost.MigrateAsync(database);

        Assert.Equal(2, await database.CountAsync("SELECT count(*) FROM schema_migrations"));
    }

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task A_service_is_not_ready_while_its_schema_is_too_old_and_says_so(SqlKind kind)
    {
        SqlTestDatabase database = await (await SqlServer.SharedAsync(kind)).CreateDatabaseAsync();
        await using (ThingsHost empty = await ThingsHost.StartAsync(database, migrated: false))
        {
            Assert.Equal(
                """{"status":"not-ready","missing":[{"name":"database","reason":"the schema is at 0 and this program needs 2: run it once with the argument migrate"}]}""",
                await empty.ReadinessAsync());
        }

        await using (ThingsHost current = await ThingsHost.StartAsync(database))
            Assert.Equal("""{"status":"ready"}""", await current.ReadinessAsync());

        await database.ExecuteAsync("INSERT INTO schema_migrations (number, name) VALUES (3, 'of_a_newer_program')");
        await using ThingsHost newer = await ThingsHost.StartAsync(database);
        Assert.Equal("""{"status":"ready"}""", await newer.ReadinessAsync());
    }
}
