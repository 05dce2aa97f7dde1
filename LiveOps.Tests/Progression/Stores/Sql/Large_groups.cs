using LiveOps.Core.Bus;
using LiveOps.Progression.Stores.Sql;
using LiveOps.ServiceDefaults.Sql.Providers;
using LiveOps.Tests.Harness.Sql;
using LiveOps.Tests.ServiceDefaults.Sql;
using Microsoft.Extensions.DependencyInjection;

namespace LiveOps.Tests.Progression.Stores.Sql;

public sealed class Large_groups
{
    [Theory, ClassData(typeof(SqlKinds))]
    public async Task Twice_as_many_ids_take_twice_as_long(SqlKind kind)
    {
        await using SqlBench sql = await SqlBench.CreateAsync(kind, typeof(ProgressContext).Assembly);
        string ids = string.Join(',', Enumerable.Range(0, 20_000).Select(id => $"\"{id:x32}\""));

        // Were it four times as long, as it was, it would take minutes, and the command's time would be over.
        Assert.Equal(20_000, (await sql.RunAsync("insert_ids", $$"""{"unit":"{{1:x32}}","hour":1,"ids":[{{ids}}]}""")).Length);
        Assert.Empty(await sql.RunAsync("insert_ids", $$"""{"unit":"{{2:x32}}","hour":1,"ids":[{{ids}}]}"""));
    }

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task Documents_that_are_too_large_for_one_round_trip_go_in_several(SqlKind kind)
    {
        const int Players = 100;
        SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        await using ProgressionHost host = await ProgressionHost.StartAsync(store);
        string names = string.Join(',', Enumerable.Range(0, 999).Select(boss => $"\"{boss:d64}\":1"));
        await host.PublishAsync([.. Enumerable.Range(0, Players).Select(player => TestEvent.Xp($"p{player}", 1))]);
        await store.Database.ExecuteAsync($"UPDATE players SET version = 0, kills = 999, bosses = '{{{names}}}'"); // 70 KB each

        await host.Services.GetRequiredService<IBusConsumer>().ApplyAsync(
            [TestEvent.Batch([.. Enumerable.Range(0, Players).Select(player => TestEvent.Kill($"p{player}", "dragon"))])], TestContext.Current.CancellationToken);

        Assert.Equal(Players, await store.Database.CountAsync("SELECT count(*) FROM players WHERE kills = 1000"));
        foreach (int player in new[] { 0, Players - 1 })
        {
            var kills = (await host.GetAsync($"/v1/players/p{player}")).Body.GetProperty("bossKills");
            Assert.Equal((1000, 1), (kills.EnumerateObject().Count(), kills.GetProperty("dragon").GetInt32()));
        }
    }

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task A_group_of_many_messages_is_several_transactions_and_every_event_counts_once(SqlKind kind)
    {
        await using ProgressionHost host = await ProgressionHost.StartAsync(await SqlTestStore.CreateAsync(kind));
        TestEvent[] events = [.. Enumerable.Range(0, 20_000).Select(number => TestEvent.Xp($"a-player-with-a-rather-long-name-{number % 50}", 1))];
        BusMessage[] messages = [.. events.Chunk(500).Select(chunk => TestEvent.Batch(chunk))];

        for (int times = 0; times < 2; times++)
            await host.Services.GetRequiredService<IBusConsumer>().ApplyAsync(messages, TestContext.Current.CancellationToken);

        for (int player = 0; player < 50; player++)
            Assert.Equal(400, (await host.GetAsync($"/v1/players/a-player-with-a-rather-long-name-{player}")).Body.GetProperty("xp").GetInt32());
        string applied = (await host.MetricsAsync()).Split('\n').Single(line => line.StartsWith("store_operation_duration_seconds_count{store=\"sql\",operation=\"apply_events\"}", StringComparison.Ordinal));
        Assert.NotEqual("2", applied.Split(' ')[1]);
    }
}
