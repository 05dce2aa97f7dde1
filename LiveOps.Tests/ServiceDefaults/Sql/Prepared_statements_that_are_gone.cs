using LiveOps.ServiceDefaults.Sql.Providers;
using Microsoft.EntityFrameworkCore;

namespace LiveOps.Tests.ServiceDefaults.Sql;

/// <summary>PostgreSQL's driver prepares what is asked often, and does not notice where the server has it no more (26000).</summary>
public sealed class Prepared_statements_that_are_gone
{
    [Fact]
    public async Task Are_asked_again_on_another_connection()
    {
        SqlTestDatabase database = await (await SqlServer.SharedAsync(SqlKind.Postgres)).CreateDatabaseAsync();
        await using ThingsHost host = await ThingsHost.StartAsync(database);
        for (int times = 0; times < 10; times++) // so often that it is prepared
            Assert.Equal(1, await host.CountAsync("one"));

        await host.Database.ReadAsync("forget", (context, cancellation) => context.Database.ExecuteSqlRawAsync("DEALLOCATE ALL", cancellation), TestContext.Current.CancellationToken);

        Assert.Equal(1, await host.CountAsync("one"));
    }
}
