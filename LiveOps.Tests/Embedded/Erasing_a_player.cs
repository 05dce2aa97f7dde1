using System.Text.Json;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Embedded;

/// <summary>Erasing a player reaches every service, and stays so.</summary>
public sealed class Erasing_a_player
{
    [Fact]
    public async Task An_erased_player_is_gone_everywhere_also_after_a_restart_and_comes_back_only_by_playing()
    {
        await using LiveSystem live = await LiveSystem.StartAsync();
        string old = live.Xp("gone", 100);
        await live.AcceptAsync(old, live.Score("gone", "arena", 50), live.Score("stays", "arena", 40));
        using (await live.SendAsync(live.Xp("gone", 100_001)))
        {
        }

        await live.EventuallyAsync("leaderboard", "/v1/leaderboards/arena/all", board => board.GetProperty("total").GetInt32() == 2);
        await live.EventuallyAsync("fairness", "/v1/players/gone/standing", standing => standing.GetProperty("flags").GetArrayLength() == 1, LiveSystem.OperatorToken);
        using (HttpResponseMessage export = await live.OperateAsync(HttpMethod.Get, "progression", "/v1/players/gone/export"))
            Assert.Contains("gone", (await export.JsonAsync(200)).GetRawText(), StringComparison.Ordinal);

        using (HttpResponseMessage refused = await live.OperateAsync(HttpMethod.Delete, "progression", "/v1/players/gone", token: "not-the-token"))
            await refused.ProblemAsync(401, "operator-required");
        using (HttpResponseMessage erased = await live.OperateAsync(HttpMethod.Delete, "progression", "/v1/players/gone"))
            Assert.Equal(204, (int)erased.StatusCode);
        await IsGoneAsync(live);
        await live.RestartAsync();
        await IsGoneAsync(live);

        using (HttpResponseMessage late = await live.SendAsync(old))
            Assert.Equal(1, (await late.JsonAsync(202)).GetProperty("duplicates").GetInt32());
        await live.AcceptAsync(live.Xp("gone", 7));
        await live.EventuallyAsync("progression", "/v1/players/gone", player => player.GetProperty("xp").GetInt64() == 7);
    }

    private static async Task IsGoneAsync(LiveSystem live)
    {
        using (HttpResponseMessage player = await live.GetAsync("progression", "/v1/players/gone"))
            await player.ProblemAsync(404, "unknown-player");
        JsonElement board = await live.EventuallyAsync("leaderboard", "/v1/leaderboards/arena/all", board => board.GetProperty("total").GetInt32() == 1);
        Assert.Equal(("stays", 1), (board.GetProperty("entries")[0].GetProperty("playerId").GetString(), board.GetProperty("entries")[0].GetProperty("rank").GetInt32()));
        await live.EventuallyAsync("fairness", "/v1/players/gone/standing", standing => standing.GetProperty("flags").GetArrayLength() == 0, LiveSystem.OperatorToken);
    }
}
