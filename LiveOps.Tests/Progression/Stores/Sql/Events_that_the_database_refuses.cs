using System.Data.Common;
using LiveOps.Core.Bus;
using LiveOps.ServiceDefaults.Bus.Delivery;
using LiveOps.ServiceDefaults.Sql.Providers;
using LiveOps.Tests.Harness.Sql;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Prometheus;

namespace LiveOps.Tests.Progression.Stores.Sql;

/// <summary>A message that the database can never take is a dead letter, and none of the others waits for it or counts twice.</summary>
public sealed class Events_that_the_database_refuses
{
    [Theory, ClassData(typeof(SqlKinds))]
    public async Task Stand_alone_and_count_once_when_they_are_replayed(SqlKind kind)
    {
        SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        await using ProgressionHost host = await ProgressionHost.StartAsync(store);
        await store.Database.ExecuteAsync("ALTER TABLE players ADD CONSTRAINT few CHECK (xp < 100)");
        using var applier = new GroupApplier(host.Services.GetRequiredService<IBusConsumer>(), new BusMetrics(host.Services.GetRequiredService<IMetricFactory>(), TimeProvider.System), TimeProvider.System, NullLogger<GroupApplier>.Instance);
        BusMessage[] group =
        [
            TestEvent.Batch(TestEvent.Xp("ann", 2)), TestEvent.Batch(TestEvent.Xp("bob", 500)),
            new BusMessage(BusMessageKind.Events, new byte[] { 1, 2, 3 }), TestEvent.Batch(TestEvent.Xp("ann", 4)),
        ];

        Exception?[]? failures = await applier.ApplyAsync(group, TestContext.Current.CancellationToken);

        Assert.Equal([null, true, false, null], failures!.Select(failure => failure is null ? (bool?)null : failure is DbException));
        Assert.Equal(6, await XpAsync(host, "ann"));
        Assert.Equal(404, (await host.GetAsync("/v1/players/bob")).Status);
        await store.Database.ExecuteAsync("ALTER TABLE players DROP CONSTRAINT few");
        Assert.Null(await applier.ApplyAsync([group[1]], TestContext.Current.CancellationToken));
        Assert.Null(await applier.ApplyAsync([group[1], group[0]], TestContext.Current.CancellationToken));
        Assert.Equal((500, 6), (await XpAsync(host, "bob"), await XpAsync(host, "ann")));
    }

    private static async Task<int> XpAsync(ProgressionHost host, string player) => (await host.GetAsync($"/v1/players/{player}")).Body.GetProperty("xp").GetInt32();
}
