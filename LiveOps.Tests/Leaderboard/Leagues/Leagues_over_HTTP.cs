using System.Text.Json;
using System.Text.RegularExpressions;
using LiveOps.Tests.Harness;
using static LiveOps.Tests.Leaderboard.EarnedRewards;
using static LiveOps.Tests.ServiceDefaults.Policies.Documents_over_HTTP;

namespace LiveOps.Tests.Leaderboard.Leagues;

public sealed partial class Leagues_over_HTTP
{
    private const string Arena = "/v1/leagues/arena", Boards = """{ "boards": { "ladder": { "graceSeconds": 0 } } }""";

    private static readonly DateTimeOffset Friday = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    private static string Document(int promote = 1, string divisions = "\"bronze\", \"silver\"") => $$"""
        { "leagues": { "arena": { "board": "ladder", "window": "daily", "cohortSize": 3, "divisions": [{{divisions}}], "promote": {{promote}}, "relegate": 1, "absent": "fall",
            "rewards": [{ "ranks": "1", "reward": "gold" }] } } }
        """;

    [Theory, Every<BoardStores>]
    public async Task A_player_comes_into_a_cohort_with_their_first_score_and_is_promoted_when_the_period_closes(BoardStores stores)
    {
        await using LeaderboardHost host = await StartAsync(stores);
        foreach ((string player, long score) in new[] { ("ann", 5L), ("bob", 7), ("cid", 3), ("dan", 9) })
            await host.ScoreAsync(player, "ladder", score);

        Assert.Equal(
            """{"league":"arena","division":"bronze","cohort":"1","period":"2026-11-20","rank":2,"zone":"stay","score":5,"size":3,"closesAt":"2026-11-21T00:00:00Z"}""",
            await host.TextAsync(Arena + "/players/ann"));
        Assert.Equal(
            """{"league":"arena","division":"bronze","cohort":"1","period":"2026-11-20","closesAt":"2026-11-21T00:00:00Z","size":3,"entries":[{"rank":1,"playerId":"bob","score":7,"achievedAt":"…","zone":"promotion"},{"rank":2,"playerId":"ann","score":5,"achievedAt":"…","zone":"stay"},{"rank":3,"playerId":"cid","score":3,"achievedAt":"…","zone":"stay"}]}""",
            Times().Replace(await host.TextAsync(Arena + "/cohorts/1"), "\"achievedAt\":\"…\""));
        Assert.Equal("1 dan 9", await host.RanksAsync(Arena + "/cohorts/2"));

        host.Clock.Advance(TimeSpan.FromHours(13));
        Assert.Equal(["arena.gold:2026-11-20 bob", "arena.gold:2026-11-20 dan"], await ToldAsync(host, 2));
        Assert.Equal(
            """{"league":"arena","division":"silver","cohort":null,"period":"2026-11-21","rank":null,"zone":null,"score":null,"size":0,"closesAt":"2026-11-22T00:00:00Z"}""",
            await host.TextAsync(Arena + "/players/bob"));
        Assert.Equal(
            """{"league":"arena","total":1,"seasons":[{"period":"2026-11-20","opensAt":"2026-11-20T00:00:00Z","closesAt":"2026-11-21T00:00:00Z","players":4,"cohorts":2,"promoted":2,"relegated":0,"fallen":0}]}""",
            await host.TextAsync(Arena + "/history"));
        Assert.Equal("404 unknown-cohort", await host.ProblemAsync(Arena + "/cohorts/1"));
        await host.RestartAsync();
        await host.ScoreAsync("bob", "ladder", 1);
        Assert.Equal("silver 3", await PlaceAsync(host, "bob"));
        host.Clock.Advance(TimeSpan.FromDays(1));
        await host.RolledOverAsync();
        Assert.Equal(("silver -", "bronze -"), (await PlaceAsync(host, "bob"), await PlaceAsync(host, "dan"))); // who was first, and who was absent
    }

    [Theory, Every<BoardStores>]
    public async Task Metrics_tell_who_plays_where_and_who_was_moved(BoardStores stores)
    {
        await using LeaderboardHost host = await StartAsync(stores);
        foreach ((string player, long score) in new[] { ("ann", 5L), ("bob", 7), ("cid", 3), ("dan", 9) })
            await host.ScoreAsync(player, "ladder", score);
        string metrics = await host.TextAsync("/metrics");
        Assert.Contains("""leaderboard_league_players{league="arena",division="bronze"} 4""", metrics, StringComparison.Ordinal);
        Assert.Contains("""leaderboard_league_players{league="arena",division="silver"} 0""", metrics, StringComparison.Ordinal);
        Assert.Contains("""leaderboard_league_cohorts{league="arena"} 2""", metrics, StringComparison.Ordinal);
        Assert.Contains("""leaderboard_league_moves_total{league="arena",change="promoted"} 0""", metrics, StringComparison.Ordinal);

        host.Clock.Advance(TimeSpan.FromHours(13));
        await host.RolledOverAsync();
        await host.ScoreAsync("bob", "ladder", 1);
        metrics = await host.TextAsync("/metrics");
        Assert.Contains("""leaderboard_league_players{league="arena",division="silver"} 1""", metrics, StringComparison.Ordinal);
        Assert.Contains("""leaderboard_league_moves_total{league="arena",change="promoted"} 2""", metrics, StringComparison.Ordinal);

        host.Clock.Advance(TimeSpan.FromDays(1));
        await host.RolledOverAsync();
        Assert.Contains("""leaderboard_league_moves_total{league="arena",change="fallen"} 1""", await host.TextAsync("/metrics"), StringComparison.Ordinal);
        await host.RestartAsync();
        Assert.Contains("""leaderboard_league_moves_total{league="arena",change="promoted"} 0""", await host.TextAsync("/metrics"), StringComparison.Ordinal); // a replay counts nothing again
    }

    [Theory, Every<BoardStores>]
    public async Task Hidden_and_erased_players_are_in_no_table_and_earn_nothing(BoardStores stores)
    {
        await using LeaderboardHost host = await StartAsync(stores);
        foreach ((string player, long score) in new[] { ("ann", 5L), ("bob", 7), ("cid", 3) })
            await host.ScoreAsync(player, "ladder", score);
        await host.OperateAsync(HttpMethod.Put, "/v1/leaderboards/players/bob/hidden");
        await host.EraseAsync("ann");
        Assert.Equal("1 cid 3", await host.RanksAsync(Arena + "/cohorts/1"));
        Assert.Equal("404 not-ranked", await host.ProblemAsync(Arena + "/players/bob"));
        Assert.Equal("404 not-ranked", await host.ProblemAsync(Arena + "/players/ann"));
        Assert.Equal("""{"playerId":"ann","leagues":[]}""", await host.TextAsync("/v1/players/ann/leagues"));
        Assert.Equal("bronze", (await host.JsonAsync("/v1/players/cid/leagues")).GetProperty("leagues")[0].GetProperty("division").GetString());
        await host.ScoreAsync("dan", "ladder", 1);
        Assert.Equal("bronze 2", await PlaceAsync(host, "dan")); // the place of whoever was erased is taken by nobody
        host.Clock.Advance(TimeSpan.FromHours(13));
        Assert.Equal(["arena.gold:2026-11-20 cid", "arena.gold:2026-11-20 dan"], await ToldAsync(host, 2));
        await host.OperateAsync(HttpMethod.Delete, "/v1/leaderboards/players/bob/hidden");
        Assert.Equal("bronze -", await PlaceAsync(host, "bob"));
    }

    [Theory, Every<BoardStores>]
    public async Task An_early_rollover_closes_a_season_once_however_often_it_is_asked_for(BoardStores stores)
    {
        await using LeaderboardHost host = await StartAsync(stores);
        await host.ScoreAsync("ann", "ladder", 5);
        await host.ScoreAsync("bob", "ladder", 7);
        await host.RollOverAsync("ladder");
        for (int again = 0; again < 3; again++)
            Assert.Equal(409, (int)(await host.TryRollOverAsync("ladder")).StatusCode);
        await host.RolledOverAsync();
        await host.ScoreAsync("ann", "ladder", 1);
        Assert.Equal(("bronze 2", "silver -"), (await PlaceAsync(host, "ann"), await PlaceAsync(host, "bob")));
        await host.RollOverAsync("ladder");
        Assert.Equal(["arena.gold:2026-11-20 bob", "arena.gold:2026-11-20..2 ann"], await ToldAsync(host, 2));
        Assert.Equal(("silver -", "silver -"), (await PlaceAsync(host, "ann"), await PlaceAsync(host, "bob"))); // who scored in the first part of the day is not absent
    }

    [Theory, Every<BoardStores>]
    public async Task Scores_of_the_next_season_wait_for_their_cohort_until_late_scores_are_in(BoardStores stores)
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(stores, """{ "boards": { "ladder": { "graceSeconds": 300 } } }""", Friday);
        await PutAsync(host, Document());
        await host.ScoreAsync("ann", "ladder", 5);
        host.Clock.Advance(TimeSpan.FromHours(12) + TimeSpan.FromMinutes(1));
        await host.ScoreAsync("bob", "ladder", 1);
        await host.ScoreAsync("ann", "ladder", 1);
        Assert.Equal("bronze -", await PlaceAsync(host, "bob"));
        await host.ScoreAsync("bob", "ladder", 9, occurred: Friday);
        Assert.Equal("1 bob 9, 2 ann 5", await host.RanksAsync(Arena + "/cohorts/1"));
        await host.RestartAsync();
        host.Clock.Advance(TimeSpan.FromMinutes(5));
        await host.RolledOverAsync();
        Assert.Equal(("silver 2", "bronze 3"), (await PlaceAsync(host, "bob"), await PlaceAsync(host, "ann")));
    }

    [Theory, Every<BoardStores>]
    public async Task The_document_has_versions_tells_its_effects_and_is_tried_first(BoardStores stores)
    {
        await using LeaderboardHost host = await StartAsync(stores);
        await host.ScoreAsync("ann", "ladder", 5);
        await host.ScoreAsync("bob", "ladder", 7);
        DocumentCalls document = host.DocumentOf("leagues");
        Assert.Equal("\"1\"", (await document.GetAsync("")).Tag);
        Assert.Equal(["boards", "leagues", "live-events"], (await host.OperatorsAsync(HttpMethod.Get, "/v1/policies")).GetProperty("policies").EnumerateArray().Select(policy => policy.GetProperty("policy").GetString()));
        Answer tried = await document.SendAsync(HttpMethod.Post, "/dry-run", Document(promote: 2));
        Assert.Equal("""{"what":"zone","of":"arena","gained":1,"lost":0,"same":1,""", tried.Json.GetProperty("changes")[0].GetRawText()[..57]);
        Answer told = await document.SendAsync(HttpMethod.Post, "/validate", "{}");
        Assert.Equal(
            "season 2026-11-20 of arena, with 2 players, rests: nobody joins it, and unless the league is there again before it closes, nobody moves or earns anything; who is in which division is kept",
            told.Json.GetProperty("effects")[0].GetString());
        Answer gone = await document.PutAsync("{}", "\"1\"", "no more leagues");
        Assert.Equal("404 unknown-league", await host.ProblemAsync(Arena + "/players/ann"));
        Assert.Equal(200, (await document.PutAsync(Document(divisions: "\"iron\", \"bronze\", \"silver\""), gone.Tag, "again")).Status);
        await host.RestartAsync();
        await host.ScoreAsync("bob", "ladder", 8);
        Assert.Equal("bronze 1", await PlaceAsync(host, "bob")); // in the table that they were in
        await host.ScoreAsync("cid", "ladder", 8);
        Assert.Equal("iron 2", await PlaceAsync(host, "cid")); // whoever never rose is in the lowest, whichever that is
        Answer wrong = await document.PutAsync("""{"leagues":{"arena":{"board":"ladder","window":"all","cohortSize":1,"divisions":["a","a"],"promote":1,"relegate":2}}}""", "\"3\"", "wrong");
        Assert.Equal(
            ["/leagues/arena/cohortSize", "/leagues/arena/divisions/1", "/leagues/arena/relegate", "/leagues/arena/window"],
            wrong.Json.GetProperty("faults").EnumerateArray().Select(fault => fault.GetProperty("pointer").GetString()).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("/v1/leagues/none/players/ann", "404 unknown-league")]
    [InlineData("/v1/leagues/none/history", "404 unknown-league")]
    [InlineData("/v1/leagues/none/cohorts/1", "404 unknown-league")]
    [InlineData("/v1/leagues/arena/players/nobody", "404 not-ranked")]
    [InlineData("/v1/leagues/arena/players/a%20b", "400 invalid-parameter")]
    [InlineData("/v1/leagues/a%20b/players/ann", "400 invalid-parameter")]
    [InlineData("/v1/leagues/arena/cohorts/-1", "400 invalid-parameter")]
    [InlineData("/v1/leagues/arena/cohorts/99999999999999999999", "400 invalid-parameter")]
    [InlineData("/v1/leagues/arena/history?limit=0", "400 invalid-parameter")]
    public async Task What_is_not_there_or_is_no_id_is_told(string path, string problem)
    {
        await using LeaderboardHost host = await StartAsync(BoardStores.Memory);
        Assert.Equal(problem, await host.ProblemAsync(path));
    }

    [GeneratedRegex("\"achievedAt\":\"2026-11-20T12:00:0[^\"]*Z\"")]
    private static partial Regex Times();

    private static async Task<LeaderboardHost> StartAsync(BoardStores stores)
    {
        LeaderboardHost host = await LeaderboardHost.StartAsync(stores, Boards, Friday);
        await PutAsync(host, Document());
        return host;
    }

    private static async Task PutAsync(LeaderboardHost host, string document)
    {
        Answer made = await host.DocumentOf("leagues").PutAsync(document, "\"0\"", "a league");
        Assert.True(made.Status == 200, made.Body);
    }

    private static async Task<string> PlaceAsync(LeaderboardHost host, string player)
    {
        JsonElement place = await host.JsonAsync($"{Arena}/players/{player}");
        return $"{place.GetProperty("division")} {place.GetProperty("cohort").GetString() ?? "-"}";
    }
}
