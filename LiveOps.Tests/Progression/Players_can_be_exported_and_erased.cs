using System.Text.Json;
using LiveOps.Core.Bus;

namespace LiveOps.Tests.Progression;

public sealed class Players_can_be_exported_and_erased
{
    [Fact]
    public async Task An_export_holds_all_that_is_known_receipts_included()
    {
        await using ProgressionHost host = await ProgressionHost.StartAsync();
        await host.PublishAsync(TestEvent.Kill("ann", "dragon"), TestEvent.Item("ann", "sword", 2), TestEvent.Kill("ben", "lich"));
        string receipt = (await host.ClaimAsync("ann", "first-kill:dragon")).Body.GetProperty("receipt").GetString()!;

        (int status, JsonElement export) = await host.GetAsync("/v1/players/ann/export", ProgressionHost.OperatorToken);

        Assert.Equal(200, status);
        Assert.Equal(
            $$"""{"playerId":"ann","level":3,"xp":500,"xpToNext":403,"bossKills":{"dragon":1},"items":{"sword":2},"updatedAt":"2026-11-20T12:00:00.0000001Z","kills":1,"""
            + $$"""
            "rewards":[{"reward":"first-kill:dragon","status":"claimed","grantedAt":"2026-11-20T12:00:00Z","claimedAt":"2026-11-20T12:00:00Z","receipt":"{{receipt}}"}]}
            """,
            export.GetRawText());
    }

    [Fact]
    public async Task Export_and_erase_are_the_operators()
    {
        await using ProgressionHost host = await ProgressionHost.StartAsync();
        await host.PublishAsync(TestEvent.Kill("ann", "dragon"));

        Assert.Equal(401, (await host.GetAsync("/v1/players/ann/export")).Status);
        Assert.Equal(401, (await host.GetAsync("/v1/players/ann/export", "not-the-token")).Status);
        Assert.Equal(401, (await host.DeleteAsync("/v1/players/ann")).Status);
        Assert.Equal(200, (await host.GetAsync("/v1/players/ann")).Status);
        Assert.Equal(404, (await host.GetAsync("/v1/players/nobody/export", ProgressionHost.OperatorToken)).Status);
    }

    [Fact]
    public async Task An_erased_player_is_gone_at_once_and_erasing_again_is_no_error()
    {
        await using ProgressionHost host = await ProgressionHost.StartAsync();
        await host.PublishAsync(TestEvent.Kill("ann", "dragon"), TestEvent.Kill("ben", "dragon"));
        await host.ClaimAsync("ann", "first-kill:dragon");

        Assert.Equal(204, (await host.DeleteAsync("/v1/players/ann", ProgressionHost.OperatorToken)).Status);
        Assert.Equal(204, (await host.DeleteAsync("/v1/players/ann", ProgressionHost.OperatorToken)).Status);

        foreach (string path in new[] { "/v1/players/ann", "/v1/players/ann/rewards", "/v1/players/ann/export" })
            Assert.Equal(404, (await host.GetAsync(path, ProgressionHost.OperatorToken)).Status);
        Assert.Equal(404, (await host.ClaimAsync("ann", "first-kill:dragon")).Status);
        Assert.Equal([BusMessageKind.PlayerErased, BusMessageKind.PlayerErased], host.Log.Published);
        Assert.Equal(200, (await host.GetAsync("/v1/players/ben")).Status);
    }

    [Fact]
    public async Task An_erasure_that_cannot_be_announced_did_not_happen()
    {
        await using ProgressionHost host = await ProgressionHost.StartAsync();
        await host.PublishAsync(TestEvent.Kill("ann", "dragon"));
        host.Log.IsDown = true;

        Assert.Equal(503, (await host.DeleteAsync("/v1/players/ann", ProgressionHost.OperatorToken)).Status);
        Assert.Equal(200, (await host.GetAsync("/v1/players/ann")).Status);
    }

    [Fact]
    public void Late_events_do_not_bring_an_erased_player_back_and_new_ones_do()
    {
        var state = new StateUnderTest();
        TestEvent applied = TestEvent.Kill("ann", "dragon"), delayed = TestEvent.Xp("ann", 5);
        state.ApplyAt(TestEvent.Start + 10, applied);
        state.Erase("ann");

        state.ApplyAt(TestEvent.Start + 10, applied); // delivered again
        state.ApplyAt(TestEvent.Start + 9, delayed); // accepted before the erasure, delivered after it
        Assert.Null(state.Player("ann"));
        state.SaveAndLoad();
        state.ApplyAt(TestEvent.Start + 9, delayed);
        state.ApplyAt(TestEvent.Start + 10, applied);
        Assert.Null(state.Player("ann"));

        state.ApplyAt(TestEvent.Start + 11, TestEvent.Xp("ann", 7));
        Assert.Equal(7, state.Progress("ann").GetProperty("xp").GetInt64());
        Assert.Empty(state.Rewards("ann"));
    }

    [Fact]
    public void An_erased_players_place_is_another_players_and_nothing_of_theirs_is_in_it()
    {
        var state = new StateUnderTest();
        state.Apply(TestEvent.Kill("ann", "dragon"), TestEvent.Item("ann", "sword", 2));
        state.Erase("ann");
        state.ApplyAt(TestEvent.Start + 100, TestEvent.Score("ben", "arena", 1));

        Assert.Equal("{}", state.Progress("ben").GetProperty("bossKills").GetRawText());
        Assert.Equal("{}", state.Progress("ben").GetProperty("items").GetRawText());
        Assert.Equal(0, state.Progress("ben").GetProperty("xp").GetInt64());
        Assert.Empty(state.Rewards("ben"));
    }
}
