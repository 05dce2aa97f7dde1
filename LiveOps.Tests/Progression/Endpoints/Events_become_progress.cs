using System.Text.Json;
using LiveOps.Tests.Harness;
using LiveOps.Tests.Progression.Stores;

namespace LiveOps.Tests.Progression.Endpoints;

public sealed class Events_become_progress
{
    [Theory, Every<ProgressStores>]
    public async Task Every_type_of_event_takes_effect(ProgressStores kind)
    {
        ITestStore store = await ProgressStore.NewAsync(kind);
        await using ProgressionHost host = await ProgressionHost.StartAsync(store);
        await host.PublishAsync(
            TestEvent.Xp("ann", 120),
            TestEvent.Kill("ann", "dragon"),
            TestEvent.Kill("ann", "dragon"),
            TestEvent.Item("ann", "sword", 3),
            TestEvent.Score("ann", "arena", 7),
            TestEvent.Count("ann", "races", 2));

        (int status, JsonElement body) = await host.GetAsync("/v1/players/ann");

        Assert.Equal(200, status);
        // 120 + 2 · 500 XP: levels begin at 0, 100, 383, 903 and 1703.
        Assert.Equal(
            """{"playerId":"ann","level":4,"xp":1120,"xpToNext":583,"bossKills":{"dragon":2},"items":{"sword":3},"counters":{"races":2},"updatedAt":"2026-11-20T12:00:00.0000005Z"}""",
            body.GetRawText());
    }

    [Theory, Every<ProgressStores>]
    public async Task An_events_id_is_its_players(ProgressStores kind)
    {
        ITestStore store = await ProgressStore.NewAsync(kind);
        await using ProgressionHost host = await ProgressionHost.StartAsync(store);
        TestEvent[] events = [TestEvent.Xp("ann", 10) with { Id = "evt-1" }, TestEvent.Xp("ben", 20) with { Id = "evt-1" }, TestEvent.Xp("ann", 40) with { Id = "evt-1" }];
        await host.PublishAsync(events);
        await host.PublishAsync(events);

        foreach ((string player, int xp) in new[] { ("ann", 10), ("ben", 20) })
            Assert.Equal(xp, (await host.GetAsync($"/v1/players/{player}")).Body.GetProperty("xp").GetInt32());
    }

    [Theory, Every<ProgressStores>]
    public async Task A_score_alone_makes_a_player_known(ProgressStores kind)
    {
        ITestStore store = await ProgressStore.NewAsync(kind);
        await using ProgressionHost host = await ProgressionHost.StartAsync(store);
        await host.PublishAsync(TestEvent.Score("ben", "arena", 7));

        (int status, JsonElement body) = await host.GetAsync("/v1/players/ben");

        Assert.Equal(200, status);
        Assert.Equal(1, body.GetProperty("level").GetInt32());
        Assert.Equal(100, body.GetProperty("xpToNext").GetInt64());
    }

    [Theory]
    [Every<ProgressStores>("/v1/players/nobody", 404, "unknown-player")]
    [Every<ProgressStores>("/v1/players/nobody/rewards", 404, "unknown-player")]
    [Every<ProgressStores>("/v1/players/no%20id", 400, "invalid-parameter")]
    public async Task Who_is_not_known_is_a_problem(string path, int expected, string problem, ProgressStores kind)
    {
        ITestStore store = await ProgressStore.NewAsync(kind);
        await using ProgressionHost host = await ProgressionHost.StartAsync(store);

        (int status, JsonElement body) = await host.GetAsync(path);

        Assert.Equal(expected, status);
        Assert.Equal("https://liveops.dev/problems/" + problem, body.GetProperty("type").GetString());
    }

    [Theory, Every<ProgressStores>]
    public async Task The_default_rules_grant_first_kills_and_levels(ProgressStores kind)
    {
        ITestStore store = await ProgressStore.NewAsync(kind);
        await using ProgressionHost host = await ProgressionHost.StartAsync(store);
        await host.PublishAsync(TestEvent.Kill("ann", "dragon"), TestEvent.Kill("ann", "dragon"), TestEvent.Kill("ann", "lich"), TestEvent.Xp("ann", 40_000));

        (_, JsonElement body) = await host.GetAsync("/v1/players/ann/rewards");

        Assert.Equal(
            ["first-kill:dragon", "first-kill:lich", "level:5", "level:10"],
            body.GetProperty("rewards").EnumerateArray().Select(reward => reward.GetProperty("reward").GetString()));
        Assert.Equal("""{"reward":"first-kill:dragon","status":"claimable","grantedAt":"2026-11-20T12:00:00Z"}""", body.GetProperty("rewards")[0].GetRawText());
    }

    [Theory, Every<ProgressStores>]
    public async Task The_same_events_again_change_nothing(ProgressStores kind)
    {
        ITestStore store = await ProgressStore.NewAsync(kind);
        await using ProgressionHost host = await ProgressionHost.StartAsync(store);
        TestEvent[] events = [TestEvent.Xp("ann", 120), TestEvent.Kill("ann", "dragon"), TestEvent.Item("ann", "sword", 3)];
        await host.PublishAsync(events);
        (_, JsonElement before) = await host.GetAsync("/v1/players/ann");
        await host.PublishAsync(events);
        await host.PublishAsync(events[1], events[0]);

        (_, JsonElement after) = await host.GetAsync("/v1/players/ann");

        Assert.Equal(before.GetRawText(), after.GetRawText());
        Assert.Contains("progression_events_applied_total 3\n", await host.MetricsAsync(), StringComparison.Ordinal);
    }
}
