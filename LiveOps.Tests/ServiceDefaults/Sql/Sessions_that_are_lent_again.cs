using LiveOps.ServiceDefaults.Sql;
using LiveOps.ServiceDefaults.Sql.Providers;
using LiveOps.Tests.Harness.Sql;
using Microsoft.EntityFrameworkCore;

namespace LiveOps.Tests.ServiceDefaults.Sql;

/// <summary>A pool of one connection, which is not reset when it is lent again.</summary>
public sealed class Sessions_that_are_lent_again
{
    // The settings that MariaDB shares with MySQL, but for the level's name, which MySQL 8 has under another.
    private const string MySql = "SELECT CONCAT_WS(' ', CONNECTION_ID(), @@session.tx_isolation, @@session.net_write_timeout, @@session.innodb_lock_wait_timeout) AS Value",
        Postgres = "SELECT pg_backend_pid() || ' ' || current_setting('transaction_isolation') || ' ' || current_setting('statement_timeout') AS \"Value\"";

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task Are_as_they_were_made_whatever_was_done_meanwhile(SqlKind kind)
    {
        SqlTestDatabase database = await (await SqlServer.SharedAsync(kind)).CreateDatabaseAsync();
        await using ThingsHost host = await ThingsHost.StartAsync(database with { ConnectionString = database.ConnectionString + ";Maximum Pool Size=1" });
        string made = await SessionAsync();

        await host.AddAsync("one", 1);
        Assert.Equal(made, await SessionAsync());
        await using (SqlSnapshot<ThingsContext> snapshot = await host.Database.SnapshotAsync(TestContext.Current.CancellationToken))
        {
            Assert.Equal(2, await CountAsync(snapshot));
            await host.AddAsync("one", 1); // which the pool has a connection for
            Assert.Equal(2, await CountAsync(snapshot));
        }

        Assert.Equal(made, await SessionAsync());
        Assert.Contains("read committed", made.Replace('-', ' '), StringComparison.OrdinalIgnoreCase);

        Task<string> SessionAsync() => host.Database.ReadAsync(
            "session",
            (context, cancellation) => context.Database.SqlQueryRaw<string>(kind == SqlKind.Postgres ? Postgres : MySql).SingleAsync(cancellation),
            TestContext.Current.CancellationToken);
    }

    private static Task<long> CountAsync(SqlSnapshot<ThingsContext> snapshot) =>
        snapshot.Context.Things.Where(thing => thing.Id == "one").Select(thing => thing.Count).SingleAsync(TestContext.Current.CancellationToken);
}
