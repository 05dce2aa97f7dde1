using System.Text;
using System.Text.Json;
using LiveOps.Core.Bus;
using LiveOps.Progression.Stores;
using LiveOps.ServiceDefaults.Sql.Providers;
using LiveOps.Tests.Harness.Sql;
using LiveOps.Tests.Progression.State;
using Microsoft.Extensions.DependencyInjection;

namespace LiveOps.Tests.Progression.Stores.Sql;

/// <summary>The same messages, in the same groups, given to the embedded state and to SQL.</summary>
public sealed class The_stores_agree
{
    private const string Rules = """
        {
          "levels": { "table": [50, 100, 200, 400, 800] },
          "bosses": { "defaultXp": 50, "xp": { "b1": 300 }, "maxNamesPerPlayer": 4 },
          "items": { "caps": { "i1": 25 } },
          "rewards": [
            { "reward": "first:{bossId}", "when": [{ "firstKill": "*" }] },
            { "reward": "third:{bossId}", "when": [{ "boss": "*", "kills": 3 }, { "level": 3 }] },
            { "reward": "two-of-b0", "when": [{ "boss": "b0", "kills": 2 }] },
            { "reward": "hunter", "when": [{ "kills": 5 }] },
            { "reward": "rich", "when": [{ "item": "i1", "items": 20 }, { "item": "i0", "items": 5 }] },
            { "reward": "all-round", "when": [{ "level": 4 }, { "firstKill": "b1" }, { "item": "i2", "items": 1 }] },
            { "reward": "top", "when": [{ "level": 6 }] }
          ]
        }
        """;

    private static readonly string[] Players = ["p0", "p1", "p2", "p3", "p4"];

    public static MatrixTheoryData<SqlKind, int> KindsAndSeeds { get; } = new(Enum.GetValues<SqlKind>(), [1, 2, 3]);

    [Theory, MemberData(nameof(KindsAndSeeds))]
    public async Task On_every_player_after_every_group(SqlKind kind, int seed)
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder.File("progression.json"), Rules);
        SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        await using ProgressionHost host = await ProgressionHost.StartAsync(store, ("POLICY_DIR", folder.Path));
        var embedded = new StateUnderTest(Rules);
        var random = new Random(seed);
        var history = new List<TestEvent>();

        for (int group = 0; group < 12; group++)
        {
            BusMessage[] messages = [.. Enumerable.Range(0, 1 + random.Next(3)).Select(_ => Batch(random, history))];
            embedded.State.Apply(messages);
            await host.Services.GetRequiredService<IBusConsumer>().ApplyAsync(messages, TestContext.Current.CancellationToken);
            foreach (string player in Players)
            {
                Assert.Equal(embedded.Export(player), await ExportAsync(host, player));
                (int status, JsonElement progress) = await host.GetAsync($"/v1/players/{player}");
                Assert.Equal(embedded.Player(player), status == 404 ? null : progress.GetRawText());
            }
        }

        Assert.Contains("store_operation_duration_seconds_count{store=\"sql\",operation=\"apply_events\"} 12\n", await host.MetricsAsync(), StringComparison.Ordinal);
    }

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task On_rules_that_change_while_players_play(SqlKind kind)
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder.File("progression.json"), """{ "rewards": [{ "reward": "old", "when": [{ "level": 2 }] }] }""");
        await using ProgressionHost host = await ProgressionHost.StartAsync(await SqlTestStore.CreateAsync(kind), ("POLICY_DIR", folder.Path));
        await host.PublishAsync(TestEvent.Xp("ann", 100), TestEvent.Kill("ann", "dragon"));

        File.WriteAllText(folder.File("progression.json"), """
            { "levels": { "table": [300, 300, 300] }, "rewards": [{ "reward": "new:{bossId}", "when": [{ "firstKill": "*" }] }, { "reward": "three", "when": [{ "level": 3 }] }] }
            """);
        host.Clock.Advance(LiveOps.ServiceDefaults.Policies.PolicyFile<LiveOps.Progression.Rules.ProgressionRules>.Interval);
        Assert.Equal(["old"], await RewardsAsync(host));
        await host.PublishAsync(TestEvent.Score("ann", "arena", 1));

        Assert.Equal(3, (await host.GetAsync("/v1/players/ann")).Body.GetProperty("level").GetInt32());
        Assert.Equal(["old", "new:dragon", "three"], await RewardsAsync(host));
        Assert.Contains("\"three\"", (await host.GetAsync("/v1/rules")).Body.GetRawText(), StringComparison.Ordinal);
    }

    private static async Task<string?> ExportAsync(ProgressionHost host, string player)
    {
        using var bytes = new MemoryStream();
        await using var json = new Utf8JsonWriter(bytes);
        if (!await host.Services.GetRequiredService<IProgressStore>().TryWriteAsync(player, PlayerPart.Export, json, TestContext.Current.CancellationToken))
            return null;
        await json.FlushAsync(TestContext.Current.CancellationToken);
        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    private static async Task<IReadOnlyList<string>> RewardsAsync(ProgressionHost host) =>
        [.. (await host.GetAsync("/v1/players/ann/rewards")).Body.GetProperty("rewards").EnumerateArray().Select(reward => reward.GetProperty("reward").GetString()!)];

    // Some events are old ones again.
    private static BusMessage Batch(Random random, List<TestEvent> history)
    {
        var events = new List<TestEvent>();
        for (int left = 1 + random.Next(25); left > 0; left--)
        {
            TestEvent e = history.Count > 0 && random.Next(5) == 0 ? history[random.Next(history.Count)] : New(random);
            events.Add(e);
            history.Add(e);
        }

        return TestEvent.Batch(TestEvent.Start + history.Count, events);
    }

    private static TestEvent New(Random random)
    {
        string player = Players[random.Next(Players.Length)];
        return random.Next(4) switch
        {
            0 => TestEvent.Xp(player, random.Next(40)),
            1 => TestEvent.Kill(player, "b" + random.Next(6)),
            2 => TestEvent.Item(player, "i" + random.Next(3), random.Next(-1, 8)),
            _ => TestEvent.Score(player, "arena", random.Next(100)),
        };
    }
}
