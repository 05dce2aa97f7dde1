using System.Text.Json;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Leaderboard.Boards;

public sealed class Dropped_boards
{
    [Theory, Every<BoardStores>]
    public async Task A_board_is_gone_with_its_windows_and_history_and_a_later_score_makes_it_anew(BoardStores stores)
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(stores);
        await host.ScoreAsync("ann", "arena", 30);
        await host.ScoreAsync("bob", "arena", 20);
        await host.ScoreAsync("cid", "race", 10);
        host.Clock.Advance(TimeSpan.FromDays(1));
        await host.RolledOverAsync();
        await host.ScoreAsync("ann", "arena", 5, id: "late");
        await host.ScoreAsync("dan", "zoo", 1);
        await host.OperateAsync(HttpMethod.Put, "/v1/leaderboards/players/bob/hidden");

        // Yesterday, today, the week, the season and all time; ann's score of today is one in a window of its own.
        JsonElement dropped = await host.OperatorsAsync(HttpMethod.Delete, "/v1/leaderboards/arena");
        Assert.Equal("""{"board":"arena","periods":5,"scores":9,"namedByPolicy":false}""", dropped.GetRawText());
        await host.OperateAsync(HttpMethod.Delete, "/v1/leaderboards/players/bob/hidden");
        for (int i = 0; i < 2; i++)
        {
            foreach (string path in new[] { "arena/daily", "arena/all", "arena/daily/history", "arena/hall-of-fame", "arena/all/players/ann" })
                Assert.Equal("404 unknown-board", await host.ProblemAsync("/v1/leaderboards/" + path));
            Assert.Equal(["race", "zoo"], (await host.JsonAsync("/v1/leaderboards")).GetProperty("boards").EnumerateArray().Select(board => board.GetProperty("board").GetString()));
            Assert.Equal("1 cid 10", await host.RanksAsync("/v1/leaderboards/race/all"));
            Assert.Equal("1 dan 1", await host.RanksAsync("/v1/leaderboards/zoo/daily"));
            Assert.Equal("""{"playerId":"ann","ranks":[]}""", await host.TextAsync("/v1/players/ann/ranks"));
            await host.RestartAsync();
            await host.RolledOverAsync();
        }

        Assert.Equal("404 unknown-board", await host.ProblemAsync("/v1/leaderboards/arena", HttpMethod.Delete));
        await host.ScoreAsync("ann", "arena", 5, id: "late"); // was applied once; in a cluster it makes the board before that is found out
        Assert.Equal("404 not-ranked", stores != BoardStores.Memory ? await host.ProblemAsync("/v1/leaderboards/arena/all/players/ann") : "404 not-ranked");
        await host.ScoreAsync("eve", "arena", 7);
        await host.ScoreAsync("ann", "arena", 6);
        foreach (string window in new[] { "daily", "weekly", "seasonal", "all" })
            Assert.Equal("1 eve 7, 2 ann 6", await host.RanksAsync("/v1/leaderboards/arena/" + window));
        Assert.Equal(0, (await host.JsonAsync("/v1/leaderboards/arena/daily/history")).GetProperty("total").GetInt32());
        await host.RestartAsync();
        Assert.Equal("1 eve 7, 2 ann 6", await host.RanksAsync("/v1/leaderboards/arena/all"));
    }

    [Theory, Every<BoardStores>]
    public async Task A_board_that_the_policy_names_is_there_again_at_once_and_empty(BoardStores stores)
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(stores, """{ "boards": { "race": { "order": "asc", "windows": ["all"] } } }""");
        await host.ScoreAsync("ann", "race", 30);
        for (int scores = 1; scores >= 0; scores--)
        {
            JsonElement dropped = await host.OperatorsAsync(HttpMethod.Delete, "/v1/leaderboards/race");
            Assert.Equal($$"""{"board":"race","periods":{{scores}},"scores":{{scores}},"namedByPolicy":true}""", dropped.GetRawText());
            Assert.Equal("", await host.RanksAsync("/v1/leaderboards/race/all"));
        }

        await host.ScoreAsync("bob", "race", 40);
        await host.ScoreAsync("cid", "race", 20);
        Assert.Equal("1 cid 20, 2 bob 40", await host.RanksAsync("/v1/leaderboards/race/all"));
    }

    [Theory, Every<BoardStores>]
    public async Task A_board_dropped_again_and_again_never_shows_what_it_had_before(BoardStores stores)
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(stores);
        for (int round = 1; round <= 3; round++)
        {
            await host.ScoreAsync($"p{round}", "arena", round);
            Assert.Equal($"1 p{round} {round}", await host.RanksAsync("/v1/leaderboards/arena/all"));
            await host.OperatorsAsync(HttpMethod.Delete, "/v1/leaderboards/arena");
            await host.RolledOverAsync();
        }
    }

    [Theory, Every<BoardStores>]
    public async Task Only_operators_drop_boards(BoardStores stores)
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(stores);
        await host.ScoreAsync("ann", "arena", 30);
        Assert.Equal("401 operator-required", await host.ProblemAsync("/v1/leaderboards/arena", HttpMethod.Delete, token: null));
        Assert.Equal("400 invalid-parameter", await host.ProblemAsync("/v1/leaderboards/no%20id", HttpMethod.Delete));
        Assert.Equal("1 ann 30", await host.RanksAsync("/v1/leaderboards/arena/all"));
    }
}
