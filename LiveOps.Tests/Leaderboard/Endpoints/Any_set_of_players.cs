using System.Text.Json;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Leaderboard.Endpoints;

/// <summary>The ranks of any set of players, such as somebody's friends: on the board, and among themselves.</summary>
public sealed class Any_set_of_players
{
    private const string Daily = "/v1/leaderboards/arena/daily/players", All = "/v1/leaderboards/arena/all/players";

    [Theory, Every<BoardStores>]
    public async Task Each_has_a_rank_on_the_board_and_one_among_the_others_and_who_has_none_is_named(BoardStores stores)
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(stores, """{"boards":{"laps":{"order":"asc"},"quiet":{}}}""");
        for (int i = 1; i <= 9; i++)
        {
            await host.ScoreAsync($"p{i}", "arena", 10 * i);
            await host.ScoreAsync($"p{i}", "laps", 10 * i);
        }

        await host.ScoreAsync("old", "arena", 500, occurred: host.Clock.UtcNow.AddDays(-1));
        Assert.Equal("1/1 p9 90, 5/2 p5 50, 9/3 p1 10 | stranger, old", await host.AmongAsync(Daily, "p5", "stranger", "p9", "p1", "old"));
        Assert.Equal("1/1 old 500, 6/2 p5 50 | ", await host.AmongAsync(All, "p5", "old"));
        Assert.Equal("1/1 p1 10, 9/2 p9 90 | ", await host.AmongAsync("/v1/leaderboards/laps/weekly/players", "p9", "p1"));
        Assert.Equal("5/1 p5 50 | ..", await host.AmongAsync(Daily, "p5", "p5", "..", "p5"));
        Assert.Equal(" | ", await host.AmongAsync(Daily));
        Assert.Equal(" | p1", await host.AmongAsync("/v1/leaderboards/quiet/daily/players", "p1"));
        using HttpResponseMessage one = await host.PostAsync(Daily, """{"playerIds":["p9","nobody"]}""");
        Assert.Equal("""{"entries":[{"rank":1,"among":1,"playerId":"p9","score":90,"achievedAt":"2026-11-20T12:00:00.0000016Z"}],"unranked":["nobody"]}""", await one.Content.ReadAsStringAsync());
    }

    [Theory, Every<BoardStores>]
    public async Task Hidden_and_erased_players_have_none_and_the_others_close_up(BoardStores stores)
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(stores);
        foreach ((string player, long score) in new[] { ("ann", 40L), ("bob", 30), ("cid", 20), ("dan", 10) })
            await host.ScoreAsync(player, "arena", score);
        await host.OperateAsync(HttpMethod.Put, "/v1/leaderboards/players/bob/hidden");
        await host.EraseAsync("ann");
        Assert.Equal("1/1 cid 20, 2/2 dan 10 | ann, bob", await host.AmongAsync(Daily, "ann", "bob", "cid", "dan"));
        await host.OperateAsync(HttpMethod.Delete, "/v1/leaderboards/players/bob/hidden");
        Assert.Equal("1/1 bob 30, 3/2 dan 10 | ", await host.AmongAsync(Daily, "dan", "bob"));
    }

    [Theory, Every<BoardStores>]
    public async Task Five_hundred_are_ranked_as_the_board_ranks_them(BoardStores stores)
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(stores);
        var random = new Random(11);
        for (int i = 0; i < 300; i++)
            await host.ScoreAsync($"player-with-a-long-name-{i}", "arena", random.Next(50));
        JsonElement[] page = [.. (await host.JsonAsync("/v1/leaderboards/arena/daily?limit=1000")).GetProperty("entries").EnumerateArray()];
        string[] asked = [.. Enumerable.Range(0, 500).Select(i => $"player-with-a-long-name-{i}")];
        random.Shuffle(asked);
        string[] ranked = (await host.AmongAsync(Daily, asked)).Split(" | ");
        Assert.Equal(
            page.Select((entry, i) => $"{i + 1}/{i + 1} {entry.GetProperty("playerId")} {entry.GetProperty("score")}"),
            ranked[0].Split(", "));
        Assert.Equal(asked.Where(player => page.All(entry => entry.GetProperty("playerId").GetString() != player)), ranked[1].Split(", "));
    }

    [Theory, Every<BoardStores>]
    public async Task What_is_no_set_of_players_is_a_problem(BoardStores stores)
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(stores);
        await host.ScoreAsync("ann", "arena", 1);
        string tooMany = JsonSerializer.Serialize(new { playerIds = Enumerable.Repeat("ann", 501) }), tooLong = $$"""{"playerIds":[{{new string(' ', 70_000)}}]}""";
        foreach (string body in new[] { "", "[]", "{}", """{"playerIds":["a b"]}""", """{"playerIds":["\ud800"]}""", """{"playerIds":[7]}""", """{"playerIds":["ann"],"more":1}""", """{"playerIds":["ann"]} {}""", """{"playerIds":["ann" """, tooMany })
            Assert.Equal((body, "400 malformed-body"), (body, await ProblemAsync(host, Daily, body)));
        Assert.Equal("413 payload-too-large", await ProblemAsync(host, Daily, tooLong));
        Assert.Equal("404 unknown-window", await ProblemAsync(host, Daily.Replace("daily", "yearly", StringComparison.Ordinal), """{"playerIds":["ann"]}"""));
        Assert.Equal("404 unknown-board", await ProblemAsync(host, Daily.Replace("arena", "nowhere", StringComparison.Ordinal), """{"playerIds":["ann"]}"""));
        Assert.Equal("400 invalid-parameter", await ProblemAsync(host, Daily.Replace("arena", "n%C3%B6", StringComparison.Ordinal), """{"playerIds":["ann"]}"""));
    }

    [Theory]
    [InlineData("", "The body is empty.")]
    [InlineData("[]", "The body is no JSON object.")]
    [InlineData("{}", "playerIds is missing.")]
    [InlineData("""{"players":["ann"]}""", "players is no member of this call's body: it has playerIds.")]
    [InlineData("""{"playerIds":"ann"}""", "playerIds must be an array.")]
    [InlineData("""{"playerIds":["ann","a b"]}""", "playerIds[1] is no id: 1 to 64 characters of [A-Za-z0-9_.:-].")]
    [InlineData("""{"playerIds":["ann",7]}""", "playerIds[1] is no text.")]
    [InlineData("""{"playerIds":[["ann"]]}""", "playerIds[0] is no text.")]
    [InlineData("""{"playerIds":["ann"] """, "The body is not JSON.")]
    [InlineData(null, "playerIds holds more than 500.")]
    public async Task What_is_wrong_with_it_is_named(string? body, string sentence)
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(BoardStores.Memory);
        using HttpResponseMessage answer = await host.PostAsync(Daily, body ?? JsonSerializer.Serialize(new { playerIds = Enumerable.Repeat("ann", 501) }));
        Assert.StartsWith(sentence, (await answer.ProblemAsync(400, "malformed-body")).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    private static async Task<string> ProblemAsync(LeaderboardHost host, string path, string body)
    {
        using HttpResponseMessage answer = await host.PostAsync(path, body);
        string type = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("type").GetString()!;
        return $"{(int)answer.StatusCode} {type["https://liveops.dev/problems/".Length..]}";
    }
}
