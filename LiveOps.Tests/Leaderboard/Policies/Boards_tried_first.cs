using System.Text.Json;
using LiveOps.Tests.Harness;
using static LiveOps.Tests.ServiceDefaults.Policies.Documents_over_HTTP;

namespace LiveOps.Tests.Leaderboard.Policies;

/// <summary>A dry run of the boards' document answers the same wherever boards are kept, and changes nothing.</summary>
public sealed class Boards_tried_first
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    [Theory, Every<BoardStores>]
    public async Task It_says_which_periods_open_close_and_move_and_whose_standing_changes(BoardStores stores)
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(stores, now: Now);
        Answer made = await host.Document.PutAsync(
            """{"boards":{"league":{"windows":["seasonal"],"seasons":[{"id":"s1","opensAt":"2026-11-01","closesAt":"2026-11-30"},{"id":"s2","opensAt":"2026-12-01","closesAt":"2026-12-31"}]},"race":{"windows":["daily","all"]}}}""", "\"0\"", "as it is");
        foreach ((string player, int score) in new[] { ("ann", 30), ("bob", 20), ("cid", 20), ("dan", 10) })
        {
            await host.ScoreAsync(player, "race", score);
            await host.ScoreAsync(player, "league", score);
        }

        string before = await StateAsync(host);
        JsonElement tried = await TryAsync(
            host,
            """{"boards":{"league":{"windows":["seasonal"],"seasons":[{"id":"s1","opensAt":"2026-11-01","closesAt":"2026-12-05"},{"id":"s2","opensAt":"2026-12-06","closesAt":"2026-12-31"},{"id":"s3","opensAt":"2027-01-01","closesAt":"2027-02-01"}]},"race":{"windows":["all"],"order":"asc"},"new":{"windows":["all"]}}}""");
        Assert.Equal(["season s1 of league is extended: it runs until 2026-12-05T00:00:00Z, not 2026-11-30T00:00:00Z"], tried.GetProperty("effects").EnumerateArray().Select(effect => effect.GetString()));
        Assert.Equal(
            [
                "period league/seasonal +0 -0 =1: s1 2026-11-01T00:00:00Z to 2026-11-30T00:00:00Z > 2026-11-01T00:00:00Z to 2026-12-05T00:00:00Z",
                "period new/all +1 -0 =0: all - > always",
                "period race/daily +0 -1 =0: 2026-11-20 2026-11-20T00:00:00Z to 2026-11-21T00:00:00Z > -",
                "season league +1 -0 =1: s2 2026-12-01T00:00:00Z to 2026-12-31T00:00:00Z > 2026-12-06T00:00:00Z to 2026-12-31T00:00:00Z, s3 - > 2027-01-01T00:00:00Z to 2027-02-01T00:00:00Z",
                "standing race/all +1 -1 =2: ann 1 > 4, dan 4 > 1",
                "standing race/daily +0 -4 =0: ann 1 > -, bob 2 > -, cid 3 > -, dan 4 > -",
            ],
            Lines(tried));
        Assert.Equal(JsonValueKind.Null, tried.GetProperty("cutShort").ValueKind);

        // Cancelled, and read as it is at another time.
        tried = await TryAsync(host, """{"boards":{"league":{"windows":["seasonal"],"seasons":[{"id":"s1","opensAt":"2026-11-01","closesAt":"2026-11-30","cancelled":true},{"id":"s2","opensAt":"2026-12-01","closesAt":"2026-12-31"}]},"race":{"windows":["daily","all"]}}}""", "?first=1");
        Assert.Equal(["period league/seasonal +0 -1 =0: s1 2026-11-01T00:00:00Z to 2026-11-30T00:00:00Z > -", "standing league/seasonal +0 -4 =0: ann 1 > -"], Lines(tried));
        Assert.StartsWith("season s1 of league is cancelled", tried.GetProperty("effects")[0].GetString(), StringComparison.Ordinal);
        Assert.Empty(Lines(await TryAsync(host, (await host.Document.GetAsync("")).Body)));

        Assert.Equal(before, await StateAsync(host));
        Assert.Equal(made.Tag, (await host.Document.GetAsync("")).Tag);
        Assert.Single((await host.Document.GetAsync("/versions")).Json.GetProperty("versions").EnumerateArray());
        Assert.Equal("400 invalid-policy", (await host.Document.SendAsync(HttpMethod.Post, "/dry-run", """{"maxBoards":0}""")).Problem);
        Assert.Equal("400 invalid-parameter", (await host.Document.SendAsync(HttpMethod.Post, "/dry-run?first=201", "{}")).Problem);
        Assert.Equal("400 invalid-parameter", (await host.Document.SendAsync(HttpMethod.Post, "/dry-run?effectiveAt=2020-01-01T00:00:00Z", "{}")).Problem);
    }

    [Theory, Every<BoardStores>]
    public async Task It_says_who_would_be_shown_and_who_hidden(BoardStores stores)
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(stores, now: Now);
        await host.ScoreAsync("ann", "race", 1);
        await host.BlockAsync("ann", 1, TimeSpan.FromHours(1));
        await host.BlockAsync("bob", 2, TimeSpan.FromHours(1));
        await host.OperateAsync(HttpMethod.Put, "/v1/leaderboards/players/bob/hidden"); // hidden in any case
        Assert.Equal(["hidden +0 -1 =0: ann hidden > -"], Lines(await TryAsync(host, """{"hideBlocked":false}""")));
    }

    private static async Task<JsonElement> TryAsync(LeaderboardHost host, string document, string query = "")
    {
        Answer answer = await host.Document.SendAsync(HttpMethod.Post, "/dry-run" + query, document);
        Assert.True(answer.Status == 200, answer.Body);
        return answer.Json;
    }

    internal static IEnumerable<string> Lines(JsonElement tried) => tried.GetProperty("changes").EnumerateArray().Select(change =>
        $"{change.GetProperty("what").GetString()}{(change.TryGetProperty("of", out JsonElement of) ? " " + of.GetString() : "")} +{change.GetProperty("gained")} -{change.GetProperty("lost")} ={change.GetProperty("same")}: "
        + string.Join(", ", change.GetProperty("first").EnumerateArray().Select(one =>
            $"{(one.TryGetProperty("playerId", out JsonElement player) ? player : one.GetProperty("period")).GetString()} {one.GetProperty("now").GetString() ?? "-"} > {one.GetProperty("then").GetString() ?? "-"}")));

    private static async Task<string> StateAsync(LeaderboardHost host) => await host.TextAsync("/v1/leaderboards") + await host.TextAsync("/v1/leaderboards/race/all") + await host.TextAsync("/v1/leaderboards/league/seasonal");
}
