using System.Text.Json;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Leaderboard;

public sealed class Boards_in_the_live_system
{
    [Fact]
    public async Task A_signed_score_ranks_in_all_windows_and_outlives_a_restart_with_what_operators_did()
    {
        await using LiveSystem live = await LiveSystem.StartAsync();
        await live.AcceptAsync(live.Score("ann", "arena", 10), live.Score("bob", "arena", 20), live.Score("eve", "arena", 99));
        foreach (string window in new[] { "daily", "weekly", "seasonal", "all" })
            await live.EventuallyAsync("leaderboard", $"/v1/leaderboards/arena/{window}", page => Ranks(page) == "eve bob ann");
        using HttpResponseMessage hidden = await live.OperateAsync(HttpMethod.Put, "leaderboard", "/v1/leaderboards/players/eve/hidden");
        Assert.Equal(204, (int)hidden.StatusCode);
        using HttpResponseMessage removed = await live.OperateAsync(HttpMethod.Delete, "leaderboard", "/v1/leaderboards/arena/weekly/players/bob");
        Assert.Equal(204, (int)removed.StatusCode);
        for (int i = 0; i < 2; i++)
        {
            Assert.Equal("bob ann", Ranks(await live.JsonAsync("leaderboard", "/v1/leaderboards/arena/all")));
            Assert.Equal("ann", Ranks(await live.JsonAsync("leaderboard", "/v1/leaderboards/arena/weekly")));
            await live.RestartAsync();
        }
    }

    [Fact]
    public async Task Early_rollovers_outlive_restarts_from_the_journal_alone_and_from_a_snapshot_and_the_day_still_ends()
    {
        var clock = new ManualClock();
        await using LiveSystem live = await LiveSystem.StartAsync(clock);
        const string Daily = "/v1/leaderboards/arena/daily";
        for (int part = 1; part <= 3; part++)
        {
            await live.AcceptAsync(live.Score("ann", "arena", part, at: clock.UtcNow), live.Score("bob", "arena", 10 * part, at: clock.UtcNow));
            await live.EventuallyAsync("leaderboard", Daily, page => Ranks(page) == "bob ann");
            clock.Advance(TimeSpan.FromMinutes(30));
            using (HttpResponseMessage done = await live.OperateAsync(HttpMethod.Post, "leaderboard", Daily + "/rollover"))
                Assert.Equal(part == 1 ? "2026-11-20" : $"2026-11-20~{part}", (await done.JsonAsync(200)).GetProperty("period").GetString());
            using (HttpResponseMessage again = await live.OperateAsync(HttpMethod.Post, "leaderboard", Daily + "/rollover"))
                await again.ProblemAsync(409, "nothing-to-roll-over");
            string before = await AllAsync();
            await live.RestartAsync();
            Assert.Equal(before, await AllAsync());
        }

        // From the journal alone.
        string last = await AllAsync();
        await live.RestartAsync(() => Directory.Delete(Path.Combine(live.DataFolder, "snapshots", "leaderboard"), recursive: true));
        Assert.Equal(last, await AllAsync());

        clock.Advance(TimeSpan.FromHours(13));
        await live.EventuallyAsync("leaderboard", "/v1/leaderboards/arena/hall-of-fame?window=daily", hall => hall.GetProperty("champions").GetArrayLength() == 6);
        Assert.Equal("2026-11-21", (await live.JsonAsync("leaderboard", Daily)).GetProperty("period").GetString());
        Assert.Equal(
            ["2026-11-20~3", "2026-11-20~2", "2026-11-20"],
            (await live.JsonAsync("leaderboard", Daily + "/history")).GetProperty("periods").EnumerateArray().Select(period => period.GetProperty("period").GetString()));

        async Task<string> AllAsync()
        {
            string all = "";
            foreach (string path in new[] { Daily, Daily + "/history", Daily + "/history/2026-11-20", "/v1/leaderboards/arena/weekly", "/v1/leaderboards/arena/hall-of-fame" })
                all += (await live.JsonAsync("leaderboard", path)).GetRawText() + "\n";
            return all;
        }
    }

    [Fact]
    public async Task The_endpoints_are_described()
    {
        await using LiveSystem live = await LiveSystem.StartAsync();
        JsonElement paths = (await live.JsonAsync("leaderboard", "/openapi/v1.json")).GetProperty("paths");
        foreach (string path in new[]
        {
            "/v1/leaderboards", "/v1/leaderboards/{board}/{window}", "/v1/leaderboards/{board}/{window}/players/{id}", "/v1/leaderboards/{board}/{window}/players/{id}/around", "/v1/leaderboards/{board}/{window}/players",
            "/v1/leaderboards/{board}/{window}/history", "/v1/leaderboards/{board}/{window}/history/{period}", "/v1/leaderboards/{board}/hall-of-fame", "/v1/leaderboards/{board}/{window}/hall-of-fame",
            "/v1/leaderboards/players/{id}/hidden", "/v1/leaderboards/{board}/{window}/rollover", "/v1/players/{id}/ranks",
        })
            Assert.True(paths.TryGetProperty(path, out _), path);
    }

    private static string Ranks(JsonElement page) => string.Join(' ', page.GetProperty("entries").EnumerateArray().Select(entry => entry.GetProperty("playerId").GetString()));
}
