using System.Text.Json;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Gateway.Ingest;

/// <summary>An event's id is its player's: what another player's event is called is no matter.</summary>
public sealed class Ids_are_their_players
{
    [Fact]
    public async Task The_same_id_of_another_player_has_its_effect_and_of_the_same_player_none()
    {
        await using LiveSystem live = await LiveSystem.StartAsync();
        await live.AcceptAsync(live.Xp("ann", 10, "evt-1"), live.Score("cid", "arena", 3, "evt-1"));
        await live.AcceptAsync(live.Xp("ben", 20, "evt-1"));
        await live.AcceptAsync(live.Score("dan", "arena", 5, "evt-1"));
        using (HttpResponseMessage again = await live.SendAsync($$"""{"events":[{{live.Xp("ben", 20, "evt-1")}},{{live.Xp("eve", 40, "evt-1")}},{{live.Xp("eve", 41, "evt-1")}}]}"""))
            Assert.Equal((1, 2), Counts(await again.JsonAsync(202)));
        await EffectsAsync(live);
        await live.RestartAsync();
        await EffectsAsync(live);
        using HttpResponseMessage known = await live.SendAsync(live.Xp("eve", 40, "evt-1"));
        Assert.Equal((0, 1), Counts(await known.JsonAsync(202)));
    }

    [Fact]
    public async Task A_duplicate_that_says_something_else_is_counted_as_one_and_told_apart()
    {
        await using LiveSystem live = await LiveSystem.StartAsync();
        DateTimeOffset at = DateTimeOffset.UtcNow;
        await live.AcceptAsync(live.Xp("ann", 10, "evt-1", at));
        using (await live.SendAsync(live.Xp("ann", 10, "evt-1", at)))
        using (await live.SendAsync(live.Boss("ann", "dragon", "evt-1", at)))
        using (await live.SendAsync($$"""{"events":[{{live.Score("ann", "arena", 1, "evt-2", at)}},{{live.Score("ann", "arena", 1, "evt-2", at)}},{{live.Score("ann", "arena", 2, "evt-2", at)}}]}"""))
        {
        }

        string metrics = await (await live.GetAsync("gateway", "/metrics")).Content.ReadAsStringAsync();
        Assert.Contains("events_received_total{type=\"xp_gained\",outcome=\"duplicate\"} 1\n", metrics, StringComparison.Ordinal);
        Assert.Contains("events_received_total{type=\"boss_killed\",outcome=\"duplicate\"} 1\n", metrics, StringComparison.Ordinal);
        Assert.Contains("events_received_total{type=\"score_submitted\",outcome=\"duplicate\"} 2\n", metrics, StringComparison.Ordinal);
        Assert.Contains("event_ids_reused_total{type=\"score_submitted\"} 1\n", metrics, StringComparison.Ordinal);
        Assert.Contains("event_ids_reused_total{type=\"xp_gained\"} 0\n", metrics, StringComparison.Ordinal);
        Assert.Contains("event_ids_reused_total{type=\"boss_killed\"} 1\n", metrics, StringComparison.Ordinal);
    }

    private static async Task EffectsAsync(LiveSystem live)
    {
        foreach ((string player, long xp) in new[] { ("ann", 10), ("ben", 20), ("eve", 40L) })
            await live.EventuallyAsync("progression", $"/v1/players/{player}", progress => progress.GetProperty("xp").GetInt64() == xp);
        await live.EventuallyAsync("leaderboard", "/v1/leaderboards/arena/all", board => board.GetProperty("total").GetInt32() == 2);
    }

    private static (int Accepted, int Duplicates) Counts(JsonElement answer) => (answer.GetProperty("accepted").GetInt32(), answer.GetProperty("duplicates").GetInt32());
}
