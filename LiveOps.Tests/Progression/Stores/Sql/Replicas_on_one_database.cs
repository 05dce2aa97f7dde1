using System.Text.Json;
using LiveOps.Core.Bus;
using LiveOps.Progression.Stores.Sql;
using LiveOps.ServiceDefaults.Sql;
using LiveOps.ServiceDefaults.Sql.Providers;
using LiveOps.Tests.Harness;
using LiveOps.Tests.Harness.Sql;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiveOps.Tests.Progression.Stores.Sql;

public sealed class Replicas_on_one_database
{
    private const int Players = 20, Messages = 40;

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task The_same_and_overlapping_messages_applied_by_two_at_once_have_their_effects_once(SqlKind kind)
    {
        SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        await using ProgressionHost one = await ProgressionHost.StartAsync(store), two = await ProgressionHost.StartAsync(store);
        (BusMessage[] messages, long[] expected) = Load(seed: 1);
        BusMessage[] reversed = [.. messages.Reverse()];

        await Task.WhenAll(
            ApplyAsync(one, messages, groups: 5),
            ApplyAsync(two, reversed, groups: 3),
            ApplyAsync(two, messages, groups: 7));

        await AssertAsync(one, expected);
        Assert.Equal(expected.Sum(), await store.Database.CountAsync("SELECT count(*) FROM applied_events"));
        Assert.Equal(0, await store.Database.CountAsync("SELECT count(*) FROM players WHERE updated_at = 0"));
    }

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task Sessions_cut_off_and_a_server_killed_in_between_lose_nothing_and_double_nothing(SqlKind kind)
    {
        await using SqlServer server = await SqlServer.StartAsync(kind);
        await using RedisServer redis = await RedisServer.StartAsync();
        SqlTestStore store = await SqlTestStore.CreateAsync(server, redis.Url);
        await using ProgressionHost one = await ProgressionHost.StartAsync(store), two = await ProgressionHost.StartAsync(store);
        (BusMessage[] messages, long[] expected) = Load(seed: 2);

        Task applying = Task.WhenAll(ApplyAsync(one, messages, groups: 1), ApplyAsync(two, [.. messages.Reverse()], groups: 2));
        for (int times = 0; times < 5; times++)
        {
            await store.Database.CutOffAsync();
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        await server.KillAsync();
        await redis.KillAsync();
        await server.StartAgainAsync();
        await applying;

        await Eventually.Async(() => one.Services.GetRequiredService<SqlDatabase<ProgressContext>>().TransactAsync("ask", _ => Task.FromResult(0), TestContext.Current.CancellationToken));
        await AssertAsync(one, expected); // and Redis is still down: reads are slower, and right
        await AssertAsync(two, expected);
    }

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task A_claim_asked_of_two_at_once_has_one_receipt(SqlKind kind)
    {
        SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        await using ProgressionHost one = await ProgressionHost.StartAsync(store), two = await ProgressionHost.StartAsync(store);
        await one.PublishAsync([.. Enumerable.Range(0, 10).Select(boss => TestEvent.Kill("ann", "b" + boss))]);

        for (int boss = 0; boss < 10; boss++)
        {
            string reward = "first-kill:b" + boss;
            (int Status, JsonElement Body)[] answers = await Task.WhenAll(
                one.ClaimAsync("ann", reward), two.ClaimAsync("ann", reward), one.ClaimAsync("ann", reward), two.ClaimAsync("ann", reward));
            Assert.All(answers, answer => Assert.Equal(200, answer.Status));
            Assert.Single(answers.Select(answer => answer.Body.GetProperty("receipt").GetString()).Distinct());
        }

        Assert.Equal(10, await IssuedAsync(one) + await IssuedAsync(two));
    }

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task An_erasure_holds_against_late_events_and_an_echo_of_it_does_not_hold_against_new_ones(SqlKind kind)
    {
        SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        await using ProgressionHost one = await ProgressionHost.StartAsync(store), two = await ProgressionHost.StartAsync(store);
        TestEvent applied = TestEvent.Kill("ann", "dragon"), late = TestEvent.Xp("ann", 5);
        await one.PublishAsync(applied);
        await one.DeleteAsync("/v1/players/ann", ProgressionHost.OperatorToken);

        await ApplyAsync(two, [TestEvent.Batch(TestEvent.Start - 5, applied, late)], groups: 1);
        Assert.Equal(404, (await two.GetAsync("/v1/players/ann")).Status);
        Assert.Equal(0, await store.Database.CountAsync("SELECT count(*) FROM players"));

        long after = TestEvent.Start + TimeSpan.TicksPerMinute;
        await ApplyAsync(two, [TestEvent.Batch(after, TestEvent.Xp("ann", 7))], groups: 1);
        two.Clock.UtcNow += TimeSpan.FromMinutes(2);
        await ApplyAsync(two, [new BusMessage(BusMessageKind.PlayerErased, "ann"u8.ToArray()), TestEvent.Batch(after, late)], groups: 1);
        Assert.Equal(7, (await two.GetAsync("/v1/players/ann")).Body.GetProperty("xp").GetInt64());
        Assert.Empty((await two.GetAsync("/v1/players/ann/rewards")).Body.GetProperty("rewards").EnumerateArray());

        // Announced by someone who ended before they erased.
        await ApplyAsync(two, [TestEvent.Batch(after, TestEvent.Xp("ben", 1)), new BusMessage(BusMessageKind.PlayerErased, "ben"u8.ToArray())], groups: 1);
        Assert.Equal(404, (await two.GetAsync("/v1/players/ben")).Status);
    }

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task Old_ids_are_forgotten_in_chunks_and_young_ones_are_not(SqlKind kind)
    {
        SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        await using ProgressionHost host = await ProgressionHost.StartAsync(store, ("DEDUPE_HOURS", "2"));
        long old = host.Clock.UtcNow.ToUnixTimeSeconds() / 3600 - 5;
        await store.Database.ExecuteAsync(kind == SqlKind.Postgres
            ? $"INSERT INTO applied_events SELECT gen_random_uuid(), {old} FROM generate_series(1, {2 * SqlUpkeep.Chunk + 3})"
            : $"INSERT INTO applied_events SELECT UNHEX(MD5(seq)), {old}, UNHEX(MD5(0)) FROM seq_1_to_{2 * SqlUpkeep.Chunk + 3}");
        await host.PublishAsync(TestEvent.Xp("ann", 1));
        await host.DeleteAsync("/v1/players/ben", ProgressionHost.OperatorToken);
        await host.ClaimAsync("ann", "level:5");
        SqlUpkeep upkeep = ActivatorUtilities.CreateInstance<SqlUpkeep>(host.Services, NullLogger<SqlUpkeep>.Instance);

        await upkeep.RunAsync(TestContext.Current.CancellationToken);
        Assert.Equal("1 1 1", await CountsAsync());
        host.Clock.UtcNow += TimeSpan.FromHours(4);
        await upkeep.RunAsync(TestContext.Current.CancellationToken);
        Assert.Equal("0 0 0", await CountsAsync());

        Task<string> CountsAsync() => store.Database.AskAsync(
            "SELECT (SELECT count(*) FROM applied_events), (SELECT count(*) FROM erasures), (SELECT count(*) FROM claim_requests)");
    }

    // Every event is 1 XP, some come in two messages.
    private static (BusMessage[] Messages, long[] Expected) Load(int seed)
    {
        var random = new Random(seed);
        var messages = new List<BusMessage>();
        long[] expected = new long[Players];
        TestEvent[] before = [];
        for (int message = 0; message < Messages; message++)
        {
            TestEvent[] events = [.. Enumerable.Range(0, 30).Select(_ => random.Next(Players)).Select(player =>
            {
                expected[player]++;
                return TestEvent.Xp("p" + player, 1);
            })];
            messages.Add(TestEvent.Batch(TestEvent.Start + (message * 100), [.. before.Take(5), .. events]));
            before = events;
        }

        return ([.. messages], expected);
    }

    // As a bus does: a group at a time, again while the store cannot be had.
    private static async Task ApplyAsync(ProgressionHost host, BusMessage[] messages, int groups)
    {
        IBusConsumer consumer = host.Services.GetRequiredService<IBusConsumer>();
        foreach (BusMessage[] group in messages.Chunk(groups))
        {
            await Eventually.Async(async () =>
            {
                await consumer.ApplyAsync(group, TestContext.Current.CancellationToken);
                return true;
            });
        }
    }

    private static async Task AssertAsync(ProgressionHost host, long[] expected)
    {
        for (int player = 0; player < Players; player++)
            Assert.Equal((player, expected[player]), (player, (await host.GetAsync($"/v1/players/p{player}")).Body.GetProperty("xp").GetInt64()));
    }

    private static async Task<int> IssuedAsync(ProgressionHost host)
    {
        string line = (await host.MetricsAsync()).Split('\n').Single(line => line.StartsWith("receipts_issued_total ", StringComparison.Ordinal));
        return int.Parse(line.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
    }
}
