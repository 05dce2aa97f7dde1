using System.Net;
using System.Text.RegularExpressions;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Console;

/// <summary>What ends, and when: told before it is done, moved by a form, seen in what is to come.</summary>
public sealed class Seasons_and_rollovers_in_the_console
{
    [Fact]
    public async Task A_season_is_extended_once_its_effect_was_seen_and_a_period_s_end_says_who_would_earn_what()
    {
        await using LiveSystem live = await LiveSystem.StartAsync();
        DateTimeOffset day = new(DateTimeOffset.UtcNow.Date, TimeSpan.Zero);
        await PutAsync(live, "boards", $$"""
            {
              // the only board
              "boards": { "cup": {
                "windows": ["weekly", "seasonal"], "champions": 2, "rewards": [{ "window": "weekly", "ranks": "1", "reward": "gold" }, { "window": "weekly", "ranks": "2-3", "reward": "silver" }],
                "seasons": [{ "id": "s1", "opensAt": "{{day.AddDays(-1):yyyy-MM-dd}}", "closesAt": "{{day.AddDays(2):yyyy-MM-dd}}" }, { "id": "s2", "opensAt": "{{day.AddDays(12):yyyy-MM-dd}}", "closesAt": "{{day.AddDays(14):yyyy-MM-dd}}" }] } }
            }
            """);
        await PutAsync(live, "leagues", """{"leagues":{"ladder":{"board":"cup","window":"weekly","cohortSize":20,"divisions":["bronze","silver"],"promote":3,"relegate":4}}}""");
        await PutAsync(live, "live-events", $$$"""{"liveEvents":[{"id":"party","title":"The party","opensAt":"{{{DateTimeOffset.UtcNow.AddHours(3):yyyy-MM-dd'T'HH:mm:ss'Z'}}}","closesAt":"{{{DateTimeOffset.UtcNow.AddDays(3):yyyy-MM-dd'T'HH:mm:ss'Z'}}}","multipliers":{"xp_gained":2}}]}""");
        await live.AcceptAsync([.. Enumerable.Range(1, 4).Select(n => live.Score($"p{n}", "cup", 100 - n))]);
        await live.EventuallyAsync("leaderboard", "/v1/leaderboards/cup/weekly", board => board.GetProperty("total").GetInt32() == 4);
        using ConsoleVisitor ann = await ConsoleVisitor.SignedInAsync(live);

        string preview = await ann.PageAsync("/boards/cup/weekly/rollover");
        Assert.Equal(["p1", "p2"], Players(preview[..preview.IndexOf("These would be earned", StringComparison.Ordinal)]));
        Assert.Matches("<li>1 · gold: <a href=\"/players/p1\">", preview);
        Assert.Matches("<li>2-3 · silver: <a href=\"/players/p2\">p2</a> *<a href=\"/players/p3\">", preview);
        Assert.Matches("ladder</a>: of each table the first 3 rise and the last 4 fall", preview);
        Assert.Equal(["p1", "p2", "p3"], Players(preview[preview.IndexOf("Would rise", StringComparison.Ordinal)..]));
        string moves = await ann.PageAsync("/leagues/ladder/preview?division=bronze");
        Assert.Equal(["p1", "p2", "p3"], Players(moves));
        Assert.Contains("<option value=\"bronze\" selected", moves, StringComparison.Ordinal);

        string calendar = WebUtility.HtmlDecode(await ann.PageAsync("/calendar?weeks=1")), now = WebUtility.HtmlDecode(await ann.PageAsync("/"));
        Assert.Contains("<a href=\"/leagues/ladder\">ladder</a></bdi> closes", calendar, StringComparison.Ordinal);
        Assert.Contains("<a href=\"/live-events/party\">The party</a></bdi> opens", calendar, StringComparison.Ordinal);
        Assert.Contains("<a href=\"/live-events/party\">The party</a></bdi> closes", calendar, StringComparison.Ordinal);
        Assert.Contains("<a href=\"/boards/cup/seasonal\">cup s1</a></bdi> closes", calendar, StringComparison.Ordinal);
        Assert.Contains("<a href=\"/live-events/party\">The party</a></bdi> opens", now, StringComparison.Ordinal);
        Assert.DoesNotContain("The party</a></bdi> closes", now, StringComparison.Ordinal);

        string month = await ann.PageAsync("/calendar?weeks=4");
        Assert.Contains("cup s2</a></bdi> opens", month, StringComparison.Ordinal);
        Assert.Contains("cup s2</a></bdi> closes", month, StringComparison.Ordinal);

        await ExtendAsync(live, ann, day);
        await ExtendEventAsync(live, ann);
    }

    private static async Task ExtendEventAsync(LiveSystem live, ConsoleVisitor ann)
    {
        const string Path = "/live-events/party/end";
        Assert.Contains($"href=\"{Path}\"", await ann.PageAsync("/live-events/party"), StringComparison.Ordinal);
        string end = $"{DateTimeOffset.UtcNow.AddDays(5):yyyy-MM-dd'T'HH:mm}";
        (string, string)[] form = [("of", "party"), ("etag", ConsoleVisitor.FieldOf(await ann.PageAsync(Path), "etag")), ("closesAt", end), ("reason", "snow")];

        (int status, string tried, _) = await ann.SendAsync(Path, Path, [.. form, ("do", "try")]);
        Assert.Equal(200, status);
        Assert.Equal(end, ConsoleVisitor.FieldOf(tried, "tried"));
        Assert.Equal("/live-events/party?done=live-event-moved", await ann.DoAsync(Path, Path, [.. form, ("tried", end), ("do", "save")]));
        Assert.Equal($"{end}:00Z", (await live.JsonAsync("leaderboard", "/v1/live-events/party")).GetProperty("closesAt").GetString());
    }

    private static async Task ExtendAsync(LiveSystem live, ConsoleVisitor ann, DateTimeOffset day)
    {
        const string Path = "/boards/cup/seasonal/end";
        string page = await ann.PageAsync(Path), etag = ConsoleVisitor.FieldOf(page, "etag");
        Assert.Equal("s1", ConsoleVisitor.FieldOf(page, "of"));
        (string, string)[] form = [("of", "s1"), ("etag", etag), ("closesAt", $"{day.AddDays(9):yyyy-MM-dd'T'HH:mm}"), ("reason", "snow")];

        (int status, string tried, _) = await ann.SendAsync(Path, Path, [.. form, ("do", "try")]);
        Assert.Equal(200, status);
        Assert.Contains("season s1 of cup is extended", tried, StringComparison.Ordinal);
        Assert.Equal(day.AddDays(2), await ClosesAsync(live)); // nothing was changed
        Assert.Equal(400, (await ann.SendAsync(Path, Path, ("of", "s1"), ("etag", etag), ("closesAt", "soon"), ("do", "save"))).Status);
        // Nor is an end saved that was not the one that was tried.
        Assert.Equal(200, (await ann.SendAsync(Path, Path, [.. form, ("tried", $"{day.AddDays(5):yyyy-MM-dd'T'HH:mm}"), ("do", "save")])).Status);
        Assert.Equal(day.AddDays(2), await ClosesAsync(live));

        // Nor is what was shown lost with a save that is refused.
        (status, tried, _) = await ann.SendAsync(Path, Path, [.. form[..3], ("reason", new string('y', 501)), ("tried", form[2].Item2), ("do", "save")]);
        Assert.Equal(400, status);
        Assert.Contains("season s1 of cup is extended", tried, StringComparison.Ordinal);
        Assert.Contains("value=\"save\"", tried, StringComparison.Ordinal);

        Assert.Equal("/boards/cup/seasonal?done=season-moved", await ann.DoAsync(Path, Path, [.. form, ("tried", form[2].Item2), ("do", "save")]));
        Assert.Equal(day.AddDays(9), await ClosesAsync(live));
        using HttpResponseMessage document = await live.GetAsync("leaderboard", "/v1/policies/boards?comments=true", LiveSystem.OperatorToken);
        Assert.Contains("// the only board", await document.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        // Another operator looked at it before, as it was then.
        (status, page, _) = await ann.SendAsync(Path, Path, [.. form, ("tried", form[2].Item2), ("do", "save")]);
        Assert.Equal(409, status);
        Assert.Contains("Somebody changed the document meanwhile", page, StringComparison.Ordinal);
    }

    private static async Task<DateTimeOffset> ClosesAsync(LiveSystem live) => (await live.JsonAsync("leaderboard", "/v1/leaderboards/cup/seasonal")).GetProperty("closesAt").GetDateTimeOffset();

    private static string[] Players(string page) => [.. Regex.Matches(page, "href=\"/players/([^\"]+)\"").Select(match => match.Groups[1].Value)];

    private static async Task PutAsync(LiveSystem live, string policy, string document)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, live.Url("leaderboard", $"/v1/policies/{policy}?reason=tested")) { Content = new StringContent(document) };
        request.Headers.Authorization = new System.Net.Http.Headers.AuthenticationHeaderValue("Bearer", LiveSystem.OperatorToken);
        request.Headers.TryAddWithoutValidation("If-Match", "\"0\"");
        using var http = new HttpClient();
        using HttpResponseMessage answer = await http.SendAsync(request);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }
}
