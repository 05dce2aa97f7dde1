using System.Text.Json;
using LiveOps.Core.Bus;
using LiveOps.Core.Rewards;
using LiveOps.Progression.Stores.Sql;
using LiveOps.ServiceDefaults.Sql.Providers;
using LiveOps.ServiceDefaults.Stores;
using LiveOps.Tests.Harness;
using LiveOps.Tests.Harness.Sql;
using LiveOps.Tests.Progression.Grants;
using Microsoft.Extensions.DependencyInjection;

namespace LiveOps.Tests.Progression.Stores.Sql;

/// <summary>What a replica knows of players from groups before is used, and never where somebody else has changed them.</summary>
public sealed class Players_that_are_known
{
    private static readonly string[] Players = ["p0", "p1", "p2", "p3"];

    public static MatrixTheoryData<SqlKind, int> KindsAndSeeds { get; } = new(Enum.GetValues<SqlKind>(), [1, 2, 3]);

    [Theory, MemberData(nameof(KindsAndSeeds))]
    public async Task Replicas_in_turn_with_erasures_grants_and_rewards_in_between_do_what_the_embedded_store_does(SqlKind kind, int seed)
    {
        SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        await using ProgressionHost model = await ProgressionHost.StartAsync(), one = await ProgressionHost.StartAsync(store), two = await ProgressionHost.StartAsync(store);
        var random = new Random(seed);
        var history = new List<TestEvent>();
        ProgressionHost turn = one;
        long newest = TestEvent.Start;
        for (int step = 0; step < 60; step++)
        {
            turn = random.Next(6) == 0 ? turn == one ? two : one : turn;
            foreach (ProgressionHost host in new[] { model, one, two })
                host.Clock.UtcNow += TimeSpan.FromMinutes(1);
            string player = Players[random.Next(Players.Length)];
            long now = TestEvent.Start + (model.Clock.UtcNow - new ManualClock().UtcNow).Ticks, at = random.Next(6) == 0 ? newest - TimeSpan.TicksPerMinute : now;
            switch (random.Next(10))
            {
                case 0:
                    foreach (ProgressionHost host in new[] { model, random.Next(2) == 0 ? one : two })
                        Assert.Equal(204, (await host.DeleteAsync("/v1/players/" + player, ProgressionHost.OperatorToken)).Status);
                    break;
                case 1:
                    string grant = $$"""{ "id": "g{{step}}", "reason": "sorry", "xp": {{random.Next(-20, 60)}}, "items": { "i0": 2 }, "reward": "granted:{{step}}" }""";
                    ProgressionHost granting = random.Next(2) == 0 ? one : two;
                    Assert.Equal((await model.GrantAsync(player, grant)).Status, (await granting.GrantAsync(player, grant)).Status);
                    break;
                case 2:
                    await ApplyAsync([new BusMessage(BusMessageKind.Rewards, new RankRewards("rank:" + step, now, [new RewardedPlayer(player, at)]).ToBytes())]);
                    newest = Math.Max(newest, now);
                    break;
                default:
                    await ApplyAsync([TestEvent.Batch(at, Events(random, history))]);
                    newest = Math.Max(newest, at);
                    break;
            }

            foreach (string each in Players)
                Assert.Equal((step, await ExportAsync(model, each)), (step, await ExportAsync(turn, each)));
        }

        Assert.Equal(0, await store.Database.CountAsync("SELECT count(*) FROM players WHERE updated_at = 0"));

        async Task ApplyAsync(BusMessage[] messages)
        {
            foreach (BusMessage message in messages)
                await model.Store.PublishAsync(message, TestContext.Current.CancellationToken);
            await GiveAsync(turn, messages);
        }
    }

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task Who_was_erased_elsewhere_and_has_begun_anew_has_nothing_of_before(SqlKind kind)
    {
        SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        await using ProgressionHost one = await ProgressionHost.StartAsync(store), two = await ProgressionHost.StartAsync(store);
        TestEvent late = TestEvent.Xp("ann", 3);
        await GiveAsync(one, TestEvent.Batch(TestEvent.Start, TestEvent.Kill("ann", "dragon"), TestEvent.Xp("ben", 1)));
        await GiveAsync(one, TestEvent.Batch(TestEvent.Start, TestEvent.Xp("ann", 1)));
        await two.DeleteAsync("/v1/players/ann", ProgressionHost.OperatorToken);
        await GiveAsync(one, TestEvent.Batch(TestEvent.Start - 5, late, TestEvent.Xp("ben", 1)));
        Assert.Equal(404, (await one.GetAsync("/v1/players/ann")).Status);

        long after = TestEvent.Start + TimeSpan.TicksPerMinute;
        await GiveAsync(one, TestEvent.Batch(after, TestEvent.Xp("ann", 5)));
        await two.DeleteAsync("/v1/players/ann", ProgressionHost.OperatorToken);
        await GiveAsync(two, TestEvent.Batch(after, TestEvent.Xp("ann", 7)));
        await GiveAsync(one, TestEvent.Batch(after, TestEvent.Xp("ann", 11), TestEvent.Xp("ben", 1)));
        await GiveAsync(one, TestEvent.Batch(TestEvent.Start - 5, late, TestEvent.Xp("ann", 13)));

        Assert.Equal((18, 3), (await XpAsync(one, "ann"), await XpAsync(one, "ben")));
        Assert.Empty((await one.GetAsync("/v1/players/ann/rewards")).Body.GetProperty("rewards").EnumerateArray());
    }

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task What_was_committed_though_nobody_heard_counts_once(SqlKind kind)
    {
        (SqlTestDatabase database, LossyLine line) = await LossyLine.ToAsync(await SqlServer.SharedAsync(kind));
        await using (line)
        {
            await using ProgressionHost host = await ProgressionHost.StartAsync(await SqlTestStore.CreateAsync(database));
            await host.PublishAsync(TestEvent.Xp("ann", 1), TestEvent.Xp("ben", 1));
            _ = line.LoseNext("INTO applied_events");
            await host.PublishAsync(TestEvent.Xp("ann", 2), TestEvent.Kill("ann", "dragon"));
            await host.PublishAsync(TestEvent.Xp("ann", 4), TestEvent.Xp("ben", 4));
            int dragon = await XpAsync(host, "ann") - 7;

            _ = line.LoseNext("INTO applied_events", LossyLine.Afterwards.Die);
            BusMessage lost = TestEvent.Batch(TestEvent.Xp("ann", 8), TestEvent.Xp("ben", 8));
            await Assert.ThrowsAsync<StoreUnavailableException>(() => GiveAsync(host, lost));
            line.Mend();
            await Eventually.Async(async () =>
            {
                await GiveAsync(host, lost);
                return true;
            });
            await host.PublishAsync(TestEvent.Xp("ann", 16), TestEvent.Xp("ben", 16));

            Assert.Equal((2, 31 + dragon, 29), (line.Lost, await XpAsync(host, "ann"), await XpAsync(host, "ben")));
            Assert.Single((await host.GetAsync("/v1/players/ann/rewards")).Body.GetProperty("rewards").EnumerateArray());
        }
    }

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task What_a_former_version_wrote_is_noticed(SqlKind kind)
    {
        SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        await using ProgressionHost host = await ProgressionHost.StartAsync(store);
        await host.PublishAsync(TestEvent.Xp("ann", 1), TestEvent.Xp("ben", 1));
        await host.PublishAsync(TestEvent.Xp("ann", 1), TestEvent.Xp("ben", 1));

        // As its write_players does: it knows of no versions, and another number of the same rules.
        await store.Database.ExecuteAsync($"UPDATE players SET xp = xp + 100, updated_at = {TestEvent.Start + 1}, judged_under = 77 WHERE player_id = 'ann'");
        await host.PublishAsync(TestEvent.Xp("ann", 1), TestEvent.Xp("ben", 1));
        Assert.Equal((103, 3), (await XpAsync(host, "ann"), await XpAsync(host, "ben")));
    }

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task What_a_former_version_wrote_twice_is_noticed_by_who_has_only_read_it(SqlKind kind)
    {
        SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        await using ProgressionHost one = await ProgressionHost.StartAsync(store), two = await ProgressionHost.StartAsync(store);
        TestEvent old = TestEvent.Xp("ben", 1);
        await GiveAsync(two, TestEvent.Batch(old));
        await store.Database.ExecuteAsync("UPDATE players SET xp = xp + 100, version = 0, judged_under = 77");
        await GiveAsync(one, TestEvent.Batch(TestEvent.Xp("ann", 1), old)); // has no effect on ben
        await store.Database.ExecuteAsync("UPDATE players SET xp = xp + 100, judged_under = 77 WHERE player_id = 'ben'");
        await GiveAsync(one, TestEvent.Batch(TestEvent.Xp("ann", 1), TestEvent.Xp("ben", 1)));
        Assert.Equal((2, 202), (await XpAsync(one, "ann"), await XpAsync(one, "ben")));
    }

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task Nobody_reads_who_is_known_so_what_a_person_writes_takes_the_version_away(SqlKind kind)
    {
        SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        await using ProgressionHost host = await ProgressionHost.StartAsync(store);
        await host.PublishAsync(TestEvent.Xp("ann", 5));
        await store.Database.ExecuteAsync("UPDATE players SET xp = 0");
        await host.PublishAsync(TestEvent.Xp("ann", 1));
        Assert.Equal(6, await XpAsync(host, "ann"));
        await store.Database.ExecuteAsync("UPDATE players SET xp = 0, version = 0");
        await host.PublishAsync(TestEvent.Xp("ann", 1));
        Assert.Equal(1, await XpAsync(host, "ann"));
        host.Clock.UtcNow += TimeSpan.FromMinutes(11); // and nobody is known for ever
        await store.Database.ExecuteAsync("UPDATE players SET xp = 0");
        await host.PublishAsync(TestEvent.Xp("ann", 1));
        Assert.Equal(1, await XpAsync(host, "ann"));
    }

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task More_players_than_are_known_at_once_lose_nothing(SqlKind kind)
    {
        const int Some = 10_000, Groups = 11;
        SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        await using ProgressionHost host = await ProgressionHost.StartAsync(store);
        for (int group = 0; group < Groups; group++)
            await GiveAsync(host, [TestEvent.Batch(TestEvent.Xp("ann", 1)), .. Enumerable.Range(group * Some, Some).Select(player => TestEvent.Xp("p" + player, 1)).Chunk(1000).Select(events => TestEvent.Batch(events))]);
        await GiveAsync(host, TestEvent.Batch(TestEvent.Xp("ann", 1), TestEvent.Xp("p0", 1)));

        Assert.True(Groups * Some > GroupFold.MostKnown);
        Assert.Equal((Groups + 1, 2), (await XpAsync(host, "ann"), await XpAsync(host, "p0")));
        Assert.Equal((Groups * Some) + Groups + 2, await store.Database.CountAsync("SELECT sum(xp) FROM players"));
    }

    private static TestEvent[] Events(Random random, List<TestEvent> history)
    {
        TestEvent[] events = [.. Enumerable.Range(0, 1 + random.Next(12)).Select(_ => history.Count > 0 && random.Next(6) == 0 ? history[random.Next(history.Count)] : New(random))];
        history.AddRange(events);
        return events;
    }

    private static TestEvent New(Random random)
    {
        string player = Players[random.Next(Players.Length)];
        return random.Next(5) switch
        {
            0 => TestEvent.Xp(player, random.Next(40)),
            1 => TestEvent.Kill(player, "b" + random.Next(4)),
            2 => TestEvent.Item(player, "i" + random.Next(3), random.Next(8)),
            3 => TestEvent.Count(player, "c" + random.Next(2), random.Next(-3, 5)),
            _ => TestEvent.Score(player, "arena", random.Next(100)),
        };
    }

    private static async Task<string> ExportAsync(ProgressionHost host, string player)
    {
        (int status, JsonElement rewards) = await host.GetAsync($"/v1/players/{player}/rewards");
        return status == 404 ? "nobody" : (await host.GetAsync($"/v1/players/{player}")).Body.GetRawText() + rewards.GetRawText();
    }

    private static async Task<int> XpAsync(ProgressionHost host, string player) => (await host.GetAsync("/v1/players/" + player)).Body.GetProperty("xp").GetInt32();

    private static Task GiveAsync(ProgressionHost host, params BusMessage[] messages) =>
        host.Services.GetRequiredService<IBusConsumer>().ApplyAsync(messages, TestContext.Current.CancellationToken).AsTask();
}
