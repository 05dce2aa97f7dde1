using System.Data.Common;
using LiveOps.Core.Bus;
using LiveOps.Progression.Stores.Sql;
using LiveOps.ServiceDefaults.Sql;
using LiveOps.ServiceDefaults.Sql.Providers;
using LiveOps.Tests.Harness.Sql;
using LiveOps.Tests.ServiceDefaults.Sql;
using Microsoft.Extensions.DependencyInjection;

namespace LiveOps.Tests.Progression.Stores.Sql;

/// <summary>Ids are taken to be new, which is so but when messages come again: then the database says so, and only what is new counts.</summary>
public sealed class Ids_that_are_old
{
    [Theory, ClassData(typeof(SqlKinds))]
    public async Task Are_told_apart_from_new_ones_of_the_same_group_also_many_times_in_a_row(SqlKind kind)
    {
        await using ProgressionHost host = await ProgressionHost.StartAsync(await SqlTestStore.CreateAsync(kind));
        TestEvent twice = TestEvent.Xp("ann", 100_000);
        var before = new List<BusMessage>();
        for (int group = 0; group < 8; group++)
        {
            BusMessage old = TestEvent.Batch(TestEvent.Xp("ann", 1), TestEvent.Xp("ben", 1)), both = TestEvent.Batch(twice, TestEvent.Xp("ann", 10), twice);
            await ApplyAsync(host, old);
            await ApplyAsync(host, [.. before, old, both, both]);
            before.Add(both);
        }

        await ApplyAsync(host, TestEvent.Batch(TestEvent.Xp("ann", 1000)));

        Assert.Equal((101_088, 8), (await XpAsync(host, "ann"), await XpAsync(host, "ben")));
    }

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task Are_refused_by_the_statement_that_takes_them_for_new(SqlKind kind)
    {
        const string Old = "0000000000000000000000000000000a", New = "0000000000000000000000000000000b", Unit = "0000000000000000000000000000aaaa";
        await using SqlBench sql = await SqlBench.CreateAsync(kind, typeof(ProgressContext).Assembly);
        Assert.Empty(await sql.RunAsync("insert_new_ids", $$"""{"unit":"{{Unit}}","hour":7,"ids":["{{Old}}"]}"""));

        DbException refused = await Assert.ThrowsAnyAsync<DbException>(() => sql.RunAsync("insert_new_ids", $$"""{"unit":"{{Unit}}","hour":8,"ids":["{{Old}}","{{New}}"]}"""));

        Assert.True(SqlErrors.IsDuplicate(refused));
        Assert.Equal(["7"], await sql.RunTextAsync("SELECT applied_hour FROM applied_events"));
        DbException other = await Assert.ThrowsAnyAsync<DbException>(() => sql.RunTextAsync("SELECT nothing FROM applied_events"));
        Assert.False(SqlErrors.IsDuplicate(other));
    }

    private static async Task ApplyAsync(ProgressionHost host, params BusMessage[] messages) =>
        await host.Services.GetRequiredService<IBusConsumer>().ApplyAsync(messages, TestContext.Current.CancellationToken);

    private static async Task<int> XpAsync(ProgressionHost host, string player) => (await host.GetAsync("/v1/players/" + player)).Body.GetProperty("xp").GetInt32();
}
