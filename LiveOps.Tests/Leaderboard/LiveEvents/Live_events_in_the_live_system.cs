using LiveOps.Tests.Harness;
using static LiveOps.Tests.ServiceDefaults.Policies.Documents_over_HTTP;

namespace LiveOps.Tests.Leaderboard.LiveEvents;

public sealed class Live_events_in_the_live_system
{
    [Fact]
    public async Task What_is_accepted_after_the_answer_counts_more_until_the_close_and_the_best_are_rewarded_and_a_replay_gives_the_same()
    {
        var clock = new ManualClock();
        await using LiveSystem live = await LiveSystem.StartAsync(clock);
        await live.AcceptAsync(live.Xp("ann", 10, at: clock.UtcNow));
        var document = new DocumentCalls(live, "leaderboard", "live-events");
        Answer made = await document.PutAsync("""
            {"liveEvents":[{"id":"rush","opensAt":"2026-11-20T11:00:00Z","closesAt":"2026-11-20T13:00:00Z","board":{},"multipliers":{"xp_gained":2},"entry":{"mode":"join"},"rewards":[{"ranks":"1","reward":"gold"}]}]}
            """, "\"0\"", "now");
        Assert.True(made.Status == 200, made.Body);
        Assert.Equal("rush runs from then on, until 2026-11-20T13:00:00Z", made.Json.GetProperty("effects")[0].GetString());
        using (HttpResponseMessage entered = await live.SignedAsync("leaderboard", "/v1/live-events/rush/players/ann", """{"event":"rush","playerId":"ann"}"""u8.ToArray(), null))
            Assert.Equal(200, (int)entered.StatusCode);
        await live.AcceptAsync(live.Xp("ann", 100, at: clock.UtcNow), live.Score("ann", "rush", 5, at: clock.UtcNow), live.Score("bob", "rush", 50, at: clock.UtcNow));
        await live.EventuallyAsync("progression", "/v1/players/ann", ann => ann.GetProperty("xp").GetInt64() == 210);
        await live.EventuallyAsync("leaderboard", "/v1/live-events/rush", rush => rush.GetProperty("attempts").GetInt64() == 1 && rush.GetProperty("total").GetInt32() == 1);
        clock.Advance(TimeSpan.FromHours(1.5));
        await live.AcceptAsync(live.Xp("ann", 1000, at: clock.UtcNow), live.Score("ann", "rush", 500, at: clock.UtcNow));
        await live.EventuallyAsync("progression", "/v1/players/ann/rewards", mine => mine.GetProperty("rewards").EnumerateArray().Any(reward => reward.GetProperty("reward").GetString() == "rush:gold"));
        await live.RestartAsync();
        await live.EventuallyAsync("progression", "/v1/players/ann", ann => ann.GetProperty("xp").GetInt64() == 1210);
        await live.EventuallyAsync("leaderboard", "/v1/live-events/rush", rush => rush.GetProperty("final").GetBoolean() && rush.GetProperty("attempts").GetInt64() == 1);
    }
}
