using System.Data.Common;
using LiveOps.ServiceDefaults.Sql;
using LiveOps.ServiceDefaults.Sql.Providers;
using LiveOps.Tests.Harness.Sql;

namespace LiveOps.Tests.ServiceDefaults.Sql;

/// <summary>A batch whose first rows are read, and whose last statement fails.</summary>
public sealed class Failures_behind_what_was_read
{
    private static readonly (string Statement, SqlInput Input)[] Batch =
        [("find", """[{"id":"one"}]"""u8.ToArray()), ("add", """[{"id":"one","count":1}]"""u8.ToArray()), ("add", """[{"id":"two"}]"""u8.ToArray())]; // a count is missing

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task Are_told_before_anything_is_committed(SqlKind kind)
    {
        await using ThingsHost host = await ThingsHost.StartAsync(await (await SqlServer.SharedAsync(kind)).CreateDatabaseAsync());

        DbException e = await Assert.ThrowsAnyAsync<DbException>(() => host.Database.TransactAsync(
            "read",
            async unit =>
            {
                await using DbDataReader rows = await unit.ReadAsync(Batch);
                return await rows.ReadAsync(unit.Cancellation);
            },
            TestContext.Current.CancellationToken));

        Assert.StartsWith("23", e.SqlState, StringComparison.Ordinal);
        Assert.Equal(1, await host.CountAsync("one"));
    }

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task Are_not_passed_over_by_who_lets_go_of_the_rows_without_waiting_or_goes_on_all_the_same(SqlKind kind)
    {
        await using ThingsHost host = await ThingsHost.StartAsync(await (await SqlServer.SharedAsync(kind)).CreateDatabaseAsync());

        await Assert.ThrowsAsync<InvalidOperationException>(() => host.Database.TransactAsync(
            "read",
            async unit =>
            {
                using DbDataReader rows = await unit.ReadAsync(Batch[..2]);
                return await rows.ReadAsync(unit.Cancellation);
            },
            TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<InvalidOperationException>(() => host.Database.TransactAsync(
            "write",
            async unit =>
            {
                await Assert.ThrowsAnyAsync<DbException>(() => unit.ExecuteAsync(Batch[1..]));
                return 0;
            },
            TestContext.Current.CancellationToken));

        Assert.Equal(1, await host.CountAsync("one"));
    }
}
