using System.ComponentModel.DataAnnotations;
using System.Net.Http.Headers;
using System.Reflection;
using System.Text.Json;
using LiveOps.Core.Audit;
using LiveOps.ServiceDefaults.Audit.Endpoints;
using LiveOps.Tests.Harness;
using LiveOps.Tests.House;
using LiveOps.Tests.ServiceDefaults.Policies;

namespace LiveOps.Tests.ServiceDefaults.Audit;

/// <summary>The audit of all services, embedded, as operators read it.</summary>
public sealed class The_audit_over_HTTP
{
    private readonly ManualClock _clock = new();

    [Theory]
    [InlineData("fairness", "fairness")]
    [InlineData("progression", "progression")]
    [InlineData("leaderboard", "boards")]
    public async Task A_document_s_life_is_in_it_with_what_changed(string service, string name)
    {
        await using LiveSystem live = await LiveSystem.StartAsync(_clock);
        var document = new Documents_over_HTTP.DocumentCalls(live, service, name);
        string one = Documents_over_HTTP.Changed(name, 1), two = Documents_over_HTTP.Changed(name, 2);
        Assert.Equal(200, (await document.PutAsync(one, "\"0\"", "first", author: "ann")).Status);
        Assert.Equal(412, (await document.PutAsync(two, "\"0\"", "stale")).Status);
        Assert.Equal(200, (await document.PutAsync(two, "\"1\"", "soon", effectiveAt: _clock.UtcNow.AddHours(1))).Status);
        Assert.Equal(200, (await document.PutAsync(one, "\"1\"", "never", effectiveAt: _clock.UtcNow.AddHours(2))).Status);
        Assert.Equal(204, (await document.SendAsync(HttpMethod.Delete, "/scheduled/3?reason=a+mistake")).Status);
        _clock.Advance(TimeSpan.FromHours(1));
        await UntilAsync(live, service, entries => entries.Any(entry => Text(entry, "action") == "in-force"));
        Assert.Equal(200, (await document.SendAsync(HttpMethod.Post, "/rollback?version=0&reason=back")).Status);

        JsonElement[] entries = await EntriesAsync(live, service, "?kind=policy");
        Assert.Equal(
            ["roll-back 4 operator back done", "in-force 2 schedule soon done", "call-off 3 operator a mistake done", "schedule 3 operator never done", "schedule 2 operator soon done", "change 1 ann first done"],
            entries.Select(entry => $"{Text(entry, "action")} {entry.GetProperty("version")} {Text(entry, "by")} {Text(entry, "reason")} {Text(entry, "outcome")}"));
        Assert.All(entries, entry => Assert.Equal(name, Text(entry, "policy")));
        JsonElement changed = entries[^1];
        Assert.Equal(("operator-token", "127.0.0.1", 0, 1), (Text(changed, "via"), Text(changed, "from"), changed.GetProperty("before").GetProperty("version").GetInt32(), changed.GetProperty("after").GetProperty("version").GetInt32()));
        Assert.NotEmpty(changed.GetProperty("patch").EnumerateArray());
        Assert.Equal(1, entries[^2].GetProperty("patch").GetArrayLength()); // one number is different
        Assert.Equal("2026-11-20T13:00:00Z", Text(entries[1], "at"));
        Assert.False(entries[1].TryGetProperty("from", out _));

        // What came while nothing ran is noted at the next start, and nothing twice.
        Assert.Equal(200, (await document.PutAsync(two, "\"4\"", "later", effectiveAt: _clock.UtcNow.AddHours(1))).Status);
        await live.RestartAsync(() => _clock.Advance(TimeSpan.FromHours(3)));
        _clock.Advance(TimeSpan.FromSeconds(2));
        await UntilAsync(live, service, found => found.Count(entry => Text(entry, "action") == "in-force") == 2);
        await live.RestartAsync();
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(204, await OperateAsync(live, HttpMethod.Delete, "progression", "/v1/players/somebody")); // behind whatever is noted
        Assert.Equal(["2026-11-20T14:00:00Z", "2026-11-20T13:00:00Z"], (await EntriesAsync(live, service, "?kind=in-force")).Select(entry => Text(entry, "at")));
    }

    [Fact]
    public async Task What_came_at_a_time_that_was_asked_for_is_in_it_however_soon_that_was_and_of_several_documents_in_the_order_in_which_it_came()
    {
        await using LiveSystem live = await LiveSystem.StartAsync(_clock);
        foreach ((string name, string text, int hours) in new[] { ("boards", """{"maxBoards":5}""", 2), ("leagues", """{"leagues":{}}""", 1), ("live-events", """{"liveEvents":[]}""", 3) })
        {
            var document = new Documents_over_HTTP.DocumentCalls(live, "leaderboard", name);
            Assert.Equal(200, (await document.PutAsync(text, "\"0\"", "now")).Status);
            Assert.Equal(200, (await document.PutAsync(text, "\"1\"", "soon", effectiveAt: _clock.UtcNow.AddSeconds(1))).Status);
            Assert.Equal(200, (await document.PutAsync(text, "\"1\"", "later", effectiveAt: _clock.UtcNow.AddHours(hours))).Status);
        }

        await live.RestartAsync(() => _clock.Advance(TimeSpan.FromHours(4)));
        _clock.Advance(TimeSpan.FromSeconds(2));
        await UntilAsync(live, "leaderboard", entries => entries.Count(entry => Text(entry, "action") == "in-force") == 6);
        Assert.Equal(
            ["live-events 3", "boards 3", "leagues 3", "2", "2", "2"],
            (await EntriesAsync(live, "leaderboard", "?kind=in-force")).Select((entry, at) => at < 3 ? $"{Text(entry, "policy")} {entry.GetProperty("version")}" : $"{entry.GetProperty("version")}"));
    }

    [Fact]
    public void Every_kind_stands_in_the_contract_and_on_the_operators_page()
    {
        AllowedValuesAttribute described = typeof(AuditAnswer).GetProperty(nameof(AuditAnswer.Kind))!.GetCustomAttribute<AllowedValuesAttribute>()!;
        Assert.Equal(AuditKinds.All, described.Values.Cast<string>());
        string row = File.ReadLines(Path.Combine(Repository.Root, "docs", "operators.md")).Single(line => line.StartsWith("| `kind`, `action` |", StringComparison.Ordinal));
        Assert.Equal(AuditKinds.All, row.Split('|')[2].Split('·').Select(kind => kind.Split('`')[1]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_operators_do_to_players_and_boards_is_in_it_and_outlives_their_erasure_without_the_id()
    {
        await using LiveSystem live = await LiveSystem.StartAsync(_clock);
        await live.AcceptAsync(live.Score("ada", "arena", 5), live.Score("bob", "arena", 7), live.Xp("ada", 5));
        await live.EventuallyAsync("leaderboard", "/v1/leaderboards/arena/daily", board => board.GetProperty("total").GetInt32() == 2);
        await live.EventuallyAsync("progression", "/v1/players/ada", player => player.GetProperty("xp").GetInt32() == 5);
        Assert.Equal(200, await OperateAsync(live, HttpMethod.Put, "fairness", "/v1/players/ada/block", new { seconds = 60, reason = "ada cheats" }));
        Assert.Equal(200, await OperateAsync(live, HttpMethod.Delete, "fairness", "/v1/players/ada/block?reason=not+so"));
        Assert.Equal(204, await OperateAsync(live, HttpMethod.Put, "leaderboard", "/v1/leaderboards/players/ada/hidden?reason=odd"));
        Assert.Equal(204, await OperateAsync(live, HttpMethod.Delete, "leaderboard", "/v1/leaderboards/players/ada/hidden"));
        Assert.Equal(204, await OperateAsync(live, HttpMethod.Delete, "leaderboard", "/v1/leaderboards/arena/daily/players/ada"));
        Assert.Equal(404, await OperateAsync(live, HttpMethod.Delete, "leaderboard", "/v1/leaderboards/arena/daily/players/ada"));
        Assert.Equal(200, await OperateAsync(live, HttpMethod.Post, "leaderboard", "/v1/leaderboards/arena/daily/rollover?reason=early"));
        Assert.Equal(409, await OperateAsync(live, HttpMethod.Post, "leaderboard", "/v1/leaderboards/arena/daily/rollover"));
        Assert.Equal(200, await OperateAsync(live, HttpMethod.Delete, "leaderboard", "/v1/leaderboards/arena"));
        Assert.Equal(200, await OperateAsync(live, HttpMethod.Get, "progression", "/v1/players/ada/export?reason=asked"));

        JsonElement[] players = await EntriesAsync(live, "fairness", "?player=ada");
        Assert.Equal(["lift", "block"], players.Select(entry => Text(entry, "action")));
        Assert.Equal("""{"status":"ok"} {"status":"blocked","until":"2026-11-20T12:01:00Z"}""", $"{players[1].GetProperty("before").GetRawText()} {players[1].GetProperty("after").GetRawText()}");
        JsonElement[] boards = await EntriesAsync(live, "leaderboard", "?board=arena");
        Assert.Equal(["drop", "rollover", "remove"], boards.Select(entry => Text(entry, "action")));
        Assert.Equal(("2026-11-20", 5), (boards[2].GetProperty("before").GetProperty("scores")[0].GetProperty("period").GetString(), boards[2].GetProperty("before").GetProperty("scores")[0].GetProperty("score").GetInt32()));
        Assert.Equal("2026-11-20", boards[1].GetProperty("before").GetProperty("period").GetString());
        Assert.Equal(["""show {"hidden":true} {"hidden":false}""", """hide {"hidden":false} {"hidden":true}"""],
            (await EntriesAsync(live, "leaderboard", "?player=ada&kind=player")).Select(entry => $"{Text(entry, "action")} {entry.GetProperty("before").GetRawText()} {entry.GetProperty("after").GetRawText()}"));

        Assert.Equal(204, await OperateAsync(live, HttpMethod.Delete, "progression", "/v1/players/ada?reason=asked"));
        foreach (string service in (string[])["fairness", "leaderboard", "progression"])
        {
            await UntilAsync(live, service, entries => entries.Length > 0 && entries.All(entry => !entry.GetRawText().Contains("ada", StringComparison.Ordinal)));
            Assert.Empty(await EntriesAsync(live, service, "?player=ada"));
            Assert.NotEmpty(await EntriesAsync(live, service, "?player=(erased)"));
        }

        JsonElement[] asked = await EntriesAsync(live, "progression", "?kind=player");
        Assert.Equal(["erase asked asked", "export asked asked"], asked.Select(entry => $"{Text(entry, "action")} {Text(entry, "outcome")} {Text(entry, "reason")}"));
    }

    [Fact]
    public async Task It_is_exported_line_by_line_and_bad_questions_are_refused()
    {
        await using LiveSystem live = await LiveSystem.StartAsync(_clock);
        for (int n = 0; n < 620; n++)
            Assert.Equal(204, await OperateAsync(live, HttpMethod.Put, "leaderboard", $"/v1/leaderboards/players/p{n}/hidden"));
        string[] lines = await LinesAsync("/v1/audit");
        Assert.Equal(Enumerable.Range(0, 620).Reverse().Select(n => $"p{n}"), lines.Select(line => Text(JsonDocument.Parse(line).RootElement, "playerId")));
        Assert.Equal(3, (await LinesAsync("/v1/audit?limit=3")).Length);
        string id = Text(JsonDocument.Parse(lines[600]).RootElement, "id");
        Assert.Equal(lines[601..], await LinesAsync($"/v1/audit?after={id}"));

        foreach (string wrong in (string[])["limit=0", "limit=501", "after=x", "from=2026-11-20", "to=yesterday", "player=a%2Fb", "board=..%2F", "kind=", "operator=%0A", "other=1"])
        {
            using HttpResponseMessage answer = await live.GetAsync("leaderboard", $"/v1/audit?{wrong}", LiveSystem.OperatorToken);
            await answer.ProblemAsync(400, "invalid-parameter");
        }

        using HttpResponseMessage stranger = await live.GetAsync("gateway", "/v1/audit");
        Assert.Equal(401, (int)stranger.StatusCode);

        async Task<string[]> LinesAsync(string path)
        {
            using var http = new HttpClient();
            using var request = new HttpRequestMessage(HttpMethod.Get, live.Url("leaderboard", path));
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", LiveSystem.OperatorToken);
            request.Headers.Accept.ParseAdd("application/x-ndjson");
            using HttpResponseMessage answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.Equal("application/x-ndjson", answer.Content.Headers.ContentType!.MediaType);
            string text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.EndsWith("\n", text, StringComparison.Ordinal);
            return text[..^1].Split('\n');
        }
    }

    private static async Task<JsonElement[]> EntriesAsync(LiveSystem live, string service, string query = "") =>
        [.. (await live.JsonAsync(service, $"/v1/audit{query}", LiveSystem.OperatorToken)).GetProperty("entries").EnumerateArray()];

    private async Task UntilAsync(LiveSystem live, string service, Func<JsonElement[], bool> wanted)
    {
        for (var patience = new Patience(); ; await Task.Delay(5, TestContext.Current.CancellationToken))
        {
            JsonElement[] entries = await EntriesAsync(live, service);
            if (wanted(entries))
                return;
            Assert.False(patience.IsOver, string.Join('\n', entries));
            _clock.Advance(TimeSpan.FromMilliseconds(250));
        }
    }

    private static async Task<int> OperateAsync(LiveSystem live, HttpMethod method, string service, string path, object? body = null)
    {
        using HttpResponseMessage answer = await live.OperateAsync(method, service, path, body);
        return (int)answer.StatusCode;
    }

    private static string Text(JsonElement entry, string member) => entry.GetProperty(member).GetString() ?? "";
}
