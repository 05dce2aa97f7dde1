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
    public async Task The_endpoints_are_described()
    {
        await using LiveSystem live = await LiveSystem.StartAsync();
        JsonElement paths = (await live.JsonAsync("leaderboard", "/openapi/v1.json")).GetProperty("paths");
        foreach (string path in new[]
        {
            "/v1/leaderboards", "/v1/leaderboards/{board}/{window}", "/v1/leaderboards/{board}/{window}/players/{id}", "/v1/leaderboards/{board}/{window}/players/{id}/around",
            "/v1/leaderboards/{board}/{window}/history", "/v1/leaderboards/{board}/{window}/history/{period}", "/v1/leaderboards/{board}/hall-of-fame",
            "/v1/leaderboards/players/{id}/hidden", "/v1/players/{id}/ranks",
        })
            Assert.True(paths.TryGetProperty(path, out _), path);
    }

    private static string Ranks(JsonElement page) => string.Join(' ', page.GetProperty("entries").EnumerateArray().Select(entry => entry.GetProperty("playerId").GetString()));
}
