using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Leaderboard.Endpoints;

public sealed class Operators_over_http
{
    [Theory, Every<BoardStores>]
    public async Task Hiding_closes_ranks_up_everywhere_and_showing_restores_them(BoardStores stores)
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(stores);
        foreach ((string player, long score) in new[] { ("ann", 30L), ("bob", 20L), ("cid", 10L) })
            await host.ScoreAsync(player, "arena", score);
        host.Clock.Advance(TimeSpan.FromDays(1));
        await host.RolledOverAsync();
        foreach ((string player, long score) in new[] { ("ann", 30L), ("bob", 20L), ("cid", 10L) })
            await host.ScoreAsync(player, "arena", score);
        string[] pages = ["arena/daily", "arena/all", "arena/daily/history/2026-11-20"];
        foreach (string page in pages)
            Assert.Equal("1 ann 30, 2 bob 20, 3 cid 10", await host.RanksAsync("/v1/leaderboards/" + page));

        await host.OperateAsync(HttpMethod.Put, Hidden("ann"));
        await host.OperateAsync(HttpMethod.Put, Hidden("ann"));
        foreach (string page in pages)
        {
            Assert.Equal("1 bob 20, 2 cid 10", await host.RanksAsync("/v1/leaderboards/" + page));
            Assert.Equal(2, (await host.JsonAsync("/v1/leaderboards/" + page)).GetProperty("total").GetInt32());
            Assert.Equal("", await host.RanksAsync($"/v1/leaderboards/{page}?offset=2"));
            Assert.Equal("", await host.RanksAsync($"/v1/leaderboards/{page}?offset=2147483647"));
            Assert.Equal("404 not-ranked", await host.ProblemAsync($"/v1/leaderboards/{page}/players/ann"));
            Assert.Equal(2, (await host.JsonAsync($"/v1/leaderboards/{page}/players/cid")).GetProperty("rank").GetInt32());
        }

        Assert.Equal("""{"playerId":"ann","ranks":[]}""", await host.TextAsync("/v1/players/ann/ranks"));
        Assert.Equal("1 bob 20, 2 cid 10", await host.ChampionsAsync());
        await host.ScoreAsync("ann", "arena", 40); // goes on being counted
        await host.ScoreAsync("dan", "arena", 25);
        await host.RestartAsync();

        await host.OperateAsync(HttpMethod.Delete, Hidden("ann"));
        await host.OperateAsync(HttpMethod.Delete, Hidden("ann"));
        Assert.Equal("1 ann 40, 2 dan 25, 3 bob 20, 4 cid 10", await host.RanksAsync("/v1/leaderboards/arena/daily"));
        Assert.Equal("1 ann 30, 2 bob 20, 3 cid 10", await host.RanksAsync("/v1/leaderboards/arena/daily/history/2026-11-20"));
        Assert.Equal("1 ann 30, 2 bob 20, 3 cid 10", await host.ChampionsAsync());
    }

    [Theory, Every<BoardStores>]
    public async Task A_period_that_closes_with_hidden_players_keeps_their_rows_for_when_they_are_shown(BoardStores stores)
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(stores);
        await host.OperateAsync(HttpMethod.Put, Hidden("eve")); // before there is a score
        await host.ScoreAsync("ann", "arena", 30);
        await host.ScoreAsync("eve", "arena", 99);
        await host.ScoreAsync("bob", "arena", 20);
        await host.ScoreAsync("zoe", "arena", 1);
        await host.OperateAsync(HttpMethod.Put, Hidden("zoe"));
        host.Clock.Advance(TimeSpan.FromDays(1));
        await host.RolledOverAsync();
        Assert.Equal("1 ann 30, 2 bob 20", await host.RanksAsync("/v1/leaderboards/arena/daily/history/2026-11-20"));
        Assert.Equal("1 ann 30, 2 bob 20", await host.ChampionsAsync());
        await host.OperateAsync(HttpMethod.Delete, Hidden("eve"));
        Assert.Equal("1 eve 99, 2 ann 30, 3 bob 20", await host.RanksAsync("/v1/leaderboards/arena/daily/history/2026-11-20"));
        Assert.Equal("1 eve 99, 2 ann 30, 3 bob 20", await host.ChampionsAsync());
        Assert.Equal("2 ann 30", await host.RanksAsync("/v1/leaderboards/arena/daily/history/2026-11-20?offset=1&limit=1"));
    }

    [Theory, Every<BoardStores>]
    public async Task A_removed_score_is_gone_from_its_window_alone_and_a_new_one_starts_afresh(BoardStores stores)
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(stores);
        await host.ScoreAsync("ann", "arena", 30);
        await host.ScoreAsync("bob", "arena", 20);
        const string Ann = "/v1/leaderboards/arena/daily/players/ann";
        await host.OperateAsync(HttpMethod.Delete, Ann);
        Assert.Equal("404 not-ranked", await host.ProblemAsync(Ann, HttpMethod.Delete));
        Assert.Equal("404 not-ranked", await host.ProblemAsync(Ann));
        Assert.Equal("1 bob 20", await host.RanksAsync("/v1/leaderboards/arena/daily"));
        Assert.Equal("1 ann 30, 2 bob 20", await host.RanksAsync("/v1/leaderboards/arena/weekly"));
        await host.ScoreAsync("ann", "arena", 5);
        Assert.Equal("1 bob 20, 2 ann 5", await host.RanksAsync("/v1/leaderboards/arena/daily"));
        Assert.Equal("1 ann 30, 2 bob 20", await host.RanksAsync("/v1/leaderboards/arena/weekly"));
    }

    [Theory, Every<BoardStores>]
    public async Task An_erased_player_is_gone_from_what_runs_and_nameless_in_what_is_closed(BoardStores stores)
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(stores);
        await host.ScoreAsync("ann", "arena", 30);
        await host.ScoreAsync("bob", "arena", 20);
        await host.ScoreAsync("eve", "arena", 25);
        await host.OperateAsync(HttpMethod.Put, Hidden("eve"));
        host.Clock.Advance(TimeSpan.FromDays(1));
        await host.RolledOverAsync();
        await host.ScoreAsync("ann", "arena", 3);
        await host.EraseAsync("ann");
        await host.EraseAsync("eve"); // hidden: does not come back nameless
        await host.EraseAsync("nobody");
        await host.ScoreAsync("new", "arena", 1); // may get a number that was given before
        for (int i = 0; i < 2; i++)
        {
            Assert.Equal("1 new 1", await host.RanksAsync("/v1/leaderboards/arena/daily"));
            Assert.Equal("1 bob 20, 2 new 1", await host.RanksAsync("/v1/leaderboards/arena/all"));
            Assert.Equal("1 - 30, 2 bob 20", await host.RanksAsync("/v1/leaderboards/arena/daily/history/2026-11-20"));
            Assert.Equal("1 - 30, 2 bob 20", await host.ChampionsAsync());
            foreach (string player in new[] { "ann", "eve", "new" })
                Assert.Equal("404 not-ranked", await host.ProblemAsync($"/v1/leaderboards/arena/daily/history/2026-11-20/players/{player}"));
            Assert.Equal(2, (await host.JsonAsync("/v1/leaderboards/arena/daily/history/2026-11-20/players/bob")).GetProperty("rank").GetInt32());
            await host.RestartAsync();
        }

        await host.ScoreAsync("eve", "arena", 50);
        Assert.Equal("1 eve 50, 2 new 1", await host.RanksAsync("/v1/leaderboards/arena/daily"));
    }

    [Theory]
    [Every<BoardStores>("PUT", "/v1/leaderboards/players/ann/hidden")]
    [Every<BoardStores>("DELETE", "/v1/leaderboards/players/ann/hidden")]
    [Every<BoardStores>("DELETE", "/v1/leaderboards/arena/daily/players/ann")]
    [Every<BoardStores>("POST", "/v1/leaderboards/arena/daily/rollover")]
    public async Task Without_the_operators_token_nothing_is_done(string method, string path, BoardStores stores)
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(stores);
        await host.ScoreAsync("ann", "arena", 30);
        Assert.Equal("401 operator-required", await host.ProblemAsync(path, new HttpMethod(method), token: null));
        Assert.Equal("401 operator-required", await host.ProblemAsync(path, new HttpMethod(method), token: "wrong"));
        Assert.Equal("1 ann 30", await host.RanksAsync("/v1/leaderboards/arena/daily"));
    }

    private static string Hidden(string player) => $"/v1/leaderboards/players/{player}/hidden";
}
