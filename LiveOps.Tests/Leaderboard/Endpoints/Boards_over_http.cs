using System.Net;
using System.Text.Json;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Leaderboard.Endpoints;

public sealed class Boards_over_http
{
    [Theory]
    [Every<BoardStores>("daily", "2026-11-20", "2026-11-20T00:00:00Z", "2026-11-21T00:00:00Z")]
    [Every<BoardStores>("weekly", "2026-W47", "2026-11-16T00:00:00Z", "2026-11-23T00:00:00Z")]
    [Every<BoardStores>("seasonal", "2026-Q4", "2026-10-01T00:00:00Z", "2027-01-01T00:00:00Z")]
    [Every<BoardStores>("all", "all", null, null)]
    public async Task A_score_ranks_in_every_window_and_the_page_says_when_it_closes(string window, string period, string? opens, string? closes, BoardStores stores)
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(stores);
        await host.ScoreAsync("ann", "arena", 10);
        await host.ScoreAsync("bob", "arena", 30);
        JsonElement page = await host.JsonAsync($"/v1/leaderboards/arena/{window}");
        Assert.Equal(
            ["board", "window", "period", "opensAt", "closesAt", "total", "entries"],
            page.EnumerateObject().Select(member => member.Name));
        Assert.Equal("arena", page.GetProperty("board").GetString());
        Assert.Equal(window, page.GetProperty("window").GetString());
        Assert.Equal(period, page.GetProperty("period").GetString());
        Assert.Equal(opens, page.GetProperty("opensAt").GetString());
        Assert.Equal(closes, page.GetProperty("closesAt").GetString());
        Assert.Equal(2, page.GetProperty("total").GetInt32());
        Assert.Equal("""[{"rank":1,"playerId":"bob","score":30,"achievedAt":"2026-11-20T12:00:00.0000001Z"},{"rank":2,"playerId":"ann","score":10,"achievedAt":"2026-11-20T12:00:00Z"}]""",
            page.GetProperty("entries").GetRawText());
    }

    [Theory, Every<BoardStores>]
    public async Task A_page_begins_at_its_offset_and_ends_at_its_limit(BoardStores stores)
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(stores);
        for (int i = 1; i <= 300; i++)
            await host.ScoreAsync($"p{i}", "arena", i);
        Assert.Equal("299 p2 2, 300 p1 1", await host.RanksAsync("/v1/leaderboards/arena/daily?offset=298&limit=5"));
        Assert.Equal("1 p300 300", await host.RanksAsync("/v1/leaderboards/arena/daily?limit=1"));
        Assert.Equal("", await host.RanksAsync("/v1/leaderboards/arena/daily?offset=300"));
        Assert.Equal("", await host.RanksAsync("/v1/leaderboards/arena/daily?offset=2147483647&limit=1000"));
        Assert.Equal(300, (await host.JsonAsync("/v1/leaderboards/arena/daily?limit=1000")).GetProperty("entries").GetArrayLength());
        Assert.Equal(100, (await host.JsonAsync("/v1/leaderboards/arena/daily")).GetProperty("entries").GetArrayLength());
    }

    [Theory, Every<BoardStores>]
    public async Task A_player_has_a_rank_and_stands_in_the_middle_of_those_around_where_the_board_allows(BoardStores stores)
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(stores);
        for (int i = 1; i <= 9; i++)
            await host.ScoreAsync($"p{i}", "arena", 100 - i);
        Assert.Equal("""{"rank":5,"playerId":"p5","score":95,"achievedAt":"2026-11-20T12:00:00.0000004Z"}""", await host.TextAsync("/v1/leaderboards/arena/all/players/p5"));
        const string Around = "/v1/leaderboards/arena/all/players/{0}/around?limit={1}";
        Assert.Equal("4 p4 96, 5 p5 95, 6 p6 94", await host.RanksAsync(string.Format(null, Around, "p5", 3)));
        Assert.Equal("3 p3 97, 4 p4 96, 5 p5 95, 6 p6 94", await host.RanksAsync(string.Format(null, Around, "p5", 4)));
        Assert.Equal("1 p1 99, 2 p2 98, 3 p3 97", await host.RanksAsync(string.Format(null, Around, "p1", 3)));
        Assert.Equal("7 p7 93, 8 p8 92, 9 p9 91", await host.RanksAsync(string.Format(null, Around, "p9", 3)));
        Assert.Equal("5 p5 95", await host.RanksAsync(string.Format(null, Around, "p5", 1)));
        JsonElement all = await host.JsonAsync("/v1/leaderboards/arena/all/players/p5/around");
        Assert.Equal(9, all.GetProperty("entries").GetArrayLength());
        Assert.Equal(["entries"], all.EnumerateObject().Select(member => member.Name));
    }

    [Theory, Every<BoardStores>]
    public async Task What_cannot_be_answered_is_a_problem(BoardStores stores)
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(stores);
        await host.ScoreAsync("ann", "arena", 1);
        foreach ((string path, string expected) in new[]
        {
            ("/v1/leaderboards/nothing/daily", "404 unknown-board"),
            ("/v1/leaderboards/arena/yearly", "404 unknown-window"),
            ("/v1/leaderboards/ar%20ena/daily", "400 invalid-parameter"),
            ("/v1/leaderboards/arena/daily?limit=0", "400 invalid-parameter"),
            ("/v1/leaderboards/arena/daily?limit=1001", "400 invalid-parameter"),
            ("/v1/leaderboards/arena/daily?limit=ten", "400 invalid-parameter"),
            ("/v1/leaderboards/arena/daily?limit=", "400 invalid-parameter"),
            ("/v1/leaderboards/arena/daily?offset=-1", "400 invalid-parameter"),
            ("/v1/leaderboards/arena/daily?offset=2147483648", "400 invalid-parameter"),
            ("/v1/leaderboards/arena/daily/players/nobody", "404 not-ranked"),
            ("/v1/leaderboards/arena/daily/players/nobody/around", "404 not-ranked"),
            ("/v1/leaderboards/arena/daily/players/ann/around?limit=1001", "400 invalid-parameter"),
            ("/v1/leaderboards/arena/daily/players/n%C3%B6", "400 invalid-parameter"),
            ("/v1/leaderboards/arena/daily/history/2026-11-19", "404 unknown-period"),
            ("/v1/leaderboards/arena/daily/history/2026-11-20", "404 unknown-period"),
            ("/v1/leaderboards/nothing/hall-of-fame", "404 unknown-board"),
            ("/v1/leaderboards/arena/hall-of-fame?window=yearly", "400 invalid-parameter"),
            ("/v1/leaderboards/nothing/daily/hall-of-fame", "404 unknown-board"),
            ("/v1/leaderboards/arena/yearly/hall-of-fame", "404 unknown-window"),
            ("/v1/leaderboards/arena/daily/hall-of-fame?window=daily", "400 invalid-parameter"),
            ("/v1/players/n%C3%B6/ranks", "400 invalid-parameter"),
        })
            Assert.Equal((path, expected), (path, await host.ProblemAsync(path)));
    }

    [Theory, Every<BoardStores>]
    public async Task A_windows_hall_of_fame_is_the_boards_of_that_window(BoardStores stores)
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(stores);
        for (int day = 0; day < 8; day++)
        {
            await host.ScoreAsync("ann", "arena", 10 + day);
            host.Clock.Advance(TimeSpan.FromDays(1));
            await host.RolledOverAsync();
        }

        Assert.Equal(8, (await host.JsonAsync("/v1/leaderboards/arena/daily/hall-of-fame")).GetProperty("champions").GetArrayLength());
        foreach ((string window, string query) in new[] { ("daily", ""), ("daily", "limit=2&offset=3"), ("weekly", ""), ("all", "") })
        {
            using HttpResponseMessage ofBoard = await host.GetAsync($"/v1/leaderboards/arena/hall-of-fame?window={window}&{query}"), ofWindow = await host.GetAsync($"/v1/leaderboards/arena/{window}/hall-of-fame?{query}");
            Assert.Equal((ofBoard.StatusCode, await ofBoard.Content.ReadAsStringAsync()), (ofWindow.StatusCode, await ofWindow.Content.ReadAsStringAsync()));
        }
    }

    [Theory, Every<BoardStores>]
    public async Task Boards_are_listed_by_name_with_their_rules_and_running_periods(BoardStores stores)
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(stores,
            """{"boards":{"laps":{"operator":"sum","order":"asc","windows":["weekly"],"timeZone":"Europe/Berlin"}}}""");
        await host.ScoreAsync("ann", "arena", 1);
        JsonElement list = await host.JsonAsync("/v1/leaderboards");
        Assert.Equal(2, list.GetProperty("total").GetInt32());
        Assert.Equal(["arena", "laps"], list.GetProperty("boards").EnumerateArray().Select(board => board.GetProperty("board").GetString()));
        Assert.Equal(
            """{"board":"laps","operator":"sum","order":"asc","timeZone":"Europe/Berlin","windows":[{"window":"weekly","period":"2026-W47","opensAt":"2026-11-15T23:00:00Z","closesAt":"2026-11-22T23:00:00Z","total":0}]}""",
            list.GetProperty("boards")[1].GetRawText());
        Assert.Equal(4, list.GetProperty("boards")[0].GetProperty("windows").GetArrayLength());
        Assert.Equal(1, (await host.JsonAsync("/v1/leaderboards?limit=1&offset=1")).GetProperty("boards").GetArrayLength());
    }

    [Theory, Every<BoardStores>]
    public async Task A_players_ranks_come_over_all_boards_and_windows_at_once(BoardStores stores)
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(stores);
        await host.ScoreAsync("bob", "arena", 9);
        await host.ScoreAsync("ann", "arena", 7);
        await host.ScoreAsync("ann", "laps", 3, occurred: host.Clock.UtcNow.AddDays(-1));
        JsonElement ranks = (await host.JsonAsync("/v1/players/ann/ranks")).GetProperty("ranks");
        Assert.Equal(
            ["arena daily 2026-11-20 2 7", "arena weekly 2026-W47 2 7", "arena seasonal 2026-Q4 2 7", "arena all all 2 7", "laps weekly 2026-W47 1 3", "laps seasonal 2026-Q4 1 3", "laps all all 1 3"],
            ranks.EnumerateArray().Select(r => $"{r.GetProperty("board")} {r.GetProperty("window")} {r.GetProperty("period")} {r.GetProperty("rank")} {r.GetProperty("score")}"));
        Assert.Equal("2026-11-20T12:00:00.0000001Z", ranks[0].GetProperty("achievedAt").GetString());
        Assert.Equal("""{"playerId":"nobody","ranks":[]}""", await host.TextAsync("/v1/players/nobody/ranks"));
    }

    [Theory, Every<BoardStores>]
    public async Task A_page_has_an_etag_that_holds_until_the_page_changes(BoardStores stores)
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(stores);
        await host.ScoreAsync("ann", "arena", 30);
        await host.ScoreAsync("bob", "arena", 20);
        await host.ScoreAsync("cid", "arena", 10);
        string first = await TagAsync(host);

        await host.ScoreAsync("cid", "arena", 15); // moves behind the page
        Assert.Equal(first, await TagAsync(host));
        Assert.Equal(HttpStatusCode.NotModified, await StatusAsync(host, first));
        Assert.Equal(HttpStatusCode.NotModified, await StatusAsync(host, $"\"other\", W/{first}"));
        Assert.Equal(HttpStatusCode.NotModified, await StatusAsync(host, "*"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(host, "\"other\""));

        await host.ScoreAsync("cid", "arena", 25); // moves onto the page
        string second = await TagAsync(host);
        Assert.NotEqual(first, second);
        Assert.Equal("1 ann 30, 2 cid 25", await host.RanksAsync("/v1/leaderboards/arena/all?limit=2"));

        await host.ScoreAsync("dan", "arena", 1); // changes the total
        Assert.NotEqual(second, await TagAsync(host));

        string third = await TagAsync(host);
        await host.RestartAsync();
        Assert.Equal(HttpStatusCode.NotModified, await StatusAsync(host, third));
    }

    private static async Task<string> TagAsync(LeaderboardHost host)
    {
        using HttpResponseMessage answer = await host.GetAsync("/v1/leaderboards/arena/all?limit=2");
        return answer.Headers.ETag!.ToString();
    }

    private static async Task<HttpStatusCode> StatusAsync(LeaderboardHost host, string tag)
    {
        using HttpResponseMessage answer = await host.GetAsync("/v1/leaderboards/arena/all?limit=2", tag);
        Assert.NotNull(answer.Headers.ETag);
        return answer.StatusCode;
    }
}
