using System.Text.Json;
using LiveOps.Tests.Harness;
using static LiveOps.Tests.Leaderboard.EarnedRewards;
using static LiveOps.Tests.ServiceDefaults.Policies.Documents_over_HTTP;

namespace LiveOps.Tests.Leaderboard.Leagues;

/// <summary>What <c>GET /v1/leagues/{league}/preview</c> says is what happens.</summary>
public sealed class What_a_close_is_going_to_do
{
    private const string Preview = "/v1/leagues/arena/preview";

    private const string Arena = """
        { "leagues": { "arena": { "board": "ladder", "window": "daily", "cohortSize": 4, "divisions": ["bronze", "silver", "gold"], "promote": 1, "relegate": 1, "absent": "fall",
            "rewards": [{ "ranks": "1", "reward": "gold" }, { "ranks": "1-2", "reward": "purse" }] } } }
        """;

    private static readonly DateTimeOffset Friday = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    private static readonly string[] Players = [.. Enumerable.Range(0, 18).Select(n => $"p{n}")];

    [Theory, Every<BoardStores>]
    public async Task An_early_end_moves_and_rewards_each_player_as_its_preview_said_and_nobody_else(BoardStores stores)
    {
        await using LeaderboardHost host = await StartAsync(stores);
        await ScoreAsync(host, Players, day: 0);
        host.Clock.Advance(TimeSpan.FromDays(1));
        await host.RolledOverAsync();
        await ScoreAsync(host, Players, day: 1);
        host.Clock.Advance(TimeSpan.FromDays(1));
        await host.RolledOverAsync();
        await ScoreAsync(host, Players[..16], day: 2); // of those who do not play, some are above the lowest division: an early end has nobody absent
        await host.OperateAsync(HttpMethod.Put, "/v1/leaderboards/players/p3/hidden");
        string[] earlier = Told(host);
        Dictionary<string, string> before = await DivisionsAsync(host);
        JsonElement whole = await host.OperatorsAsync(HttpMethod.Get, Preview + "?limit=20");
        Move[] moves = Moves(whole);
        Assert.Equal(3, before.Values.Distinct().Count());
        Assert.Contains(moves, move => move.Zone == "promotion");
        Assert.Contains(moves, move => move.Zone == "relegation");
        Assert.DoesNotContain(moves, move => move.Player == "p3");

        await host.RollOverAsync("ladder");
        string[] earned = [.. (await ToldAsync(host, earlier.Length + moves.Sum(move => move.Rewards.Length))).Except(earlier)];

        Dictionary<string, string> expected = before.ToDictionary(one => one.Key, one => moves.FirstOrDefault(move => move.Player == one.Key)?.To ?? one.Value);
        Assert.Equal(expected, await DivisionsAsync(host));
        Assert.Equal(moves.SelectMany(move => move.Rewards.Select(reward => $"arena.{reward}:2026-11-22 {move.Player}")).Order(StringComparer.Ordinal), earned);
        JsonElement past = (await host.JsonAsync("/v1/leagues/arena/history?limit=1")).GetProperty("seasons")[0];
        Assert.Equal(
            (Sum(whole, "players"), Sum(whole, "cohorts"), Sum(whole, "promoted"), Sum(whole, "relegated"), 0),
            (past.GetProperty("players").GetInt32(), past.GetProperty("cohorts").GetInt32(), past.GetProperty("promoted").GetInt32(), past.GetProperty("relegated").GetInt32(), past.GetProperty("fallen").GetInt32()));
        Assert.Equal((moves.Count(move => move.Zone == "promotion"), moves.Count(move => move.Rewards.Length > 0)), (Sum(whole, "promoted"), Sum(whole, "rewarded")));
    }

    [Theory, Every<BoardStores>]
    public async Task It_is_told_cohort_by_cohort_page_by_page_and_by_division(BoardStores stores)
    {
        await using LeaderboardHost host = await StartAsync(stores);
        await ScoreAsync(host, Players[..6], day: 0);
        Assert.Equal(
            """{"league":"arena","period":"2026-11-20","closesAt":"2026-11-21T00:00:00Z","waiting":0,"divisions":[{"division":"bronze","cohorts":2,"players":6,"promoted":2,"relegated":0,"rewarded":4},{"division":"silver","cohorts":0,"players":0,"promoted":0,"relegated":0,"rewarded":0},{"division":"gold","cohorts":0,"players":0,"promoted":0,"relegated":0,"rewarded":0}],"total":2,"cohorts":[{"cohort":"2","division":"bronze","size":2,"entries":[{"rank":1,"playerId":"p4","score":28,"zone":"promotion","to":"silver","rewards":["gold","purse"]},{"rank":2,"playerId":"p5","score":2,"zone":"stay","to":"bronze","rewards":["purse"]}]}]}""",
            (await host.OperatorsAsync(HttpMethod.Get, Preview + "?offset=1&limit=1")).GetRawText());
        Assert.Equal(["1", "2"], Cohorts(await host.OperatorsAsync(HttpMethod.Get, Preview + "?division=bronze")));
        Assert.Equal(["1"], Cohorts(await host.OperatorsAsync(HttpMethod.Get, Preview + "?limit=1")));
        Assert.Empty(Cohorts(await host.OperatorsAsync(HttpMethod.Get, Preview + "?division=silver")));
        Assert.Empty(Cohorts(await host.OperatorsAsync(HttpMethod.Get, Preview + "?offset=2")));
    }

    [Theory, Every<BoardStores>]
    public async Task Before_anybody_plays_there_is_nothing_to_tell_and_who_waits_for_a_table_is_counted_and_moves_with_one(BoardStores stores)
    {
        await using LeaderboardHost host = await StartAsync(stores, grace: 600);
        JsonElement empty = await host.OperatorsAsync(HttpMethod.Get, Preview);
        Assert.Equal((0, 0, 3), (empty.GetProperty("total").GetInt32(), empty.GetProperty("waiting").GetInt32(), empty.GetProperty("divisions").GetArrayLength()));
        await ScoreAsync(host, Players[..3], day: 0);
        host.Clock.Advance(TimeSpan.FromHours(12) + TimeSpan.FromMinutes(1)); // the day before takes late scores
        await ScoreAsync(host, Players[..2], day: 1);
        JsonElement waits = await host.OperatorsAsync(HttpMethod.Get, Preview);
        Assert.Equal(("2026-11-21", 0, 2), (waits.GetProperty("period").GetString(), waits.GetProperty("total").GetInt32(), waits.GetProperty("waiting").GetInt32()));

        await host.RollOverAsync("ladder");
        host.Clock.Advance(TimeSpan.FromMinutes(11)); // both have taken their late scores
        await host.RolledOverAsync();
        JsonElement past = await host.JsonAsync("/v1/leagues/arena/history"); // of the day before one was promoted: each was first of a table
        Assert.Equal(("2026-11-21", 2, 2), (past.GetProperty("seasons")[0].GetProperty("period").GetString(), past.GetProperty("seasons")[0].GetProperty("players").GetInt32(), past.GetProperty("seasons")[0].GetProperty("promoted").GetInt32()));
    }

    [Theory, Every<BoardStores>]
    public async Task Divisions_that_a_document_has_moved_or_taken_away_are_told_of_as_the_close_knows_them(BoardStores stores)
    {
        await using LeaderboardHost host = await StartAsync(stores);
        await ScoreAsync(host, Players[..6], day: 0);
        host.Clock.Advance(TimeSpan.FromDays(1));
        await host.RolledOverAsync();
        await ScoreAsync(host, Players[..6], day: 1);
        await RuleAsync(host, Arena.Replace("\"bronze\", \"silver\", \"gold\"", "\"iron\", \"bronze\"", StringComparison.Ordinal), 1);
        Dictionary<string, string> before = await DivisionsAsync(host, Players[..6]);
        JsonElement whole = await host.OperatorsAsync(HttpMethod.Get, Preview);
        Assert.Equal((6, 2), (Sum(whole, "players"), whole.GetProperty("divisions").GetArrayLength()));

        await host.RollOverAsync("ladder");
        await host.RolledOverAsync();

        Move[] moves = Moves(whole);
        Assert.Contains(moves, move => move.Zone == "relegation");
        Assert.Equal(before.ToDictionary(one => one.Key, one => moves.FirstOrDefault(move => move.Player == one.Key)?.To ?? one.Value), await DivisionsAsync(host, Players[..6]));
    }

    [Theory, Every<BoardStores>]
    public async Task A_season_that_a_document_has_ended_is_not_told_of(BoardStores stores)
    {
        await using LeaderboardHost host = await StartAsync(stores);
        await ScoreAsync(host, Players[..6], day: 0);
        if (stores == BoardStores.Memory)
        {
            await RuleAsync(host, Arena.Replace("daily", "weekly", StringComparison.Ordinal), 1);
            await RuleAsync(host, Arena, 2);
        }
        else
        {
            await host.Cluster.Database.ExecuteAsync("UPDATE league_seasons SET state = 1"); // as when the league went to another window and is back, until what it left is swept
        }

        JsonElement preview = await host.OperatorsAsync(HttpMethod.Get, Preview);
        Assert.Equal(("2026-11-20", 0, 0, 0), (preview.GetProperty("period").GetString(), preview.GetProperty("total").GetInt32(), preview.GetProperty("waiting").GetInt32(), Sum(preview, "players")));
    }

    [Theory, Every<BoardStores>]
    public async Task What_cannot_be_told_is_a_problem(BoardStores stores)
    {
        await using LeaderboardHost host = await StartAsync(stores);
        Assert.Equal("404 unknown-league", await host.ProblemAsync("/v1/leagues/none/preview", HttpMethod.Get));
        Assert.Equal("400 invalid-parameter", await host.ProblemAsync("/v1/leagues/a%20b/preview", HttpMethod.Get));
        Assert.Equal("400 invalid-parameter", await host.ProblemAsync(Preview + "?division=tin", HttpMethod.Get));
        Assert.Equal("400 invalid-parameter", await host.ProblemAsync(Preview + "?limit=21", HttpMethod.Get));
        Assert.Equal("400 invalid-parameter", await host.ProblemAsync(Preview + "?offset=-1", HttpMethod.Get));
        Assert.Equal("409 nothing-to-roll-over", await host.ProblemAsync("/v1/leagues/idle/preview", HttpMethod.Get));
    }

    [Fact]
    public async Task It_is_told_to_operators_alone()
    {
        await using LeaderboardHost host = await StartAsync(BoardStores.Memory);
        Assert.Equal("401 operator-required", await host.ProblemAsync(Preview, token: null));
    }

    private sealed record Move(string Player, string Zone, string To, string[] Rewards);

    private static Move[] Moves(JsonElement preview) => [.. preview.GetProperty("cohorts").EnumerateArray().SelectMany(cohort => cohort.GetProperty("entries").EnumerateArray()).Select(entry => new Move(
        entry.GetProperty("playerId").GetString()!, entry.GetProperty("zone").GetString()!, entry.GetProperty("to").GetString()!, [.. entry.GetProperty("rewards").EnumerateArray().Select(reward => reward.GetString()!)]))];

    private static string[] Cohorts(JsonElement preview) => [.. preview.GetProperty("cohorts").EnumerateArray().Select(cohort => cohort.GetProperty("cohort").GetString()!)];

    private static int Sum(JsonElement preview, string count) => preview.GetProperty("divisions").EnumerateArray().Sum(division => division.GetProperty(count).GetInt32());

    private static async Task RuleAsync(LeaderboardHost host, string document, int version)
    {
        Answer made = await host.DocumentOf("leagues").PutAsync(document, $"\"{version}\"", "leagues");
        Assert.True(made.Status == 200, made.Body);
        await host.RolledOverAsync();
    }

    private static async Task<Dictionary<string, string>> DivisionsAsync(LeaderboardHost host, string[]? players = null)
    {
        var divisions = new Dictionary<string, string>();
        foreach (string player in (players ?? Players).Where(player => player != "p3")) // who is hidden stands nowhere
            divisions[player] = (await host.JsonAsync($"/v1/leagues/arena/players/{player}")).GetProperty("division").GetString()!;
        return divisions;
    }

    // Another order each day.
    private static async Task ScoreAsync(LeaderboardHost host, string[] players, int day)
    {
        for (int n = 0; n < players.Length; n++)
            await host.ScoreAsync(players[n], "ladder", 1 + (n * 11 + 20 + day * 7) % 37);
    }

    private static async Task<LeaderboardHost> StartAsync(BoardStores stores, int grace = 0)
    {
        LeaderboardHost host = await LeaderboardHost.StartAsync(
            stores, $$"""{ "boards": { "ladder": { "graceSeconds": {{grace}} }, "still": { "windows": ["seasonal"], "seasons": [{ "id": "s1", "opensAt": "2027-01-01", "closesAt": "2027-02-01" }] } } }""", Friday);
        string idle = Arena.Replace("\"arena\": {", "\"idle\": { \"board\": \"still\", \"window\": \"seasonal\", \"cohortSize\": 2, \"divisions\": [\"one\"], \"promote\": 0, \"relegate\": 0 }, \"arena\": {", StringComparison.Ordinal);
        await RuleAsync(host, idle, 0);
        return host;
    }
}
