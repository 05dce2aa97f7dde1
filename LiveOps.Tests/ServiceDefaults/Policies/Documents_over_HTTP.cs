using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.ServiceDefaults.Policies;

/// <summary>The documents of all services, embedded, as operators change them.</summary>
public sealed class Documents_over_HTTP
{
    private const string Boards = "/v1/policies/boards";

    [Theory]
    [InlineData("fairness", "fairness")]
    [InlineData("progression", "progression")]
    [InlineData("leaderboard", "boards")]
    public async Task A_document_is_read_changed_brought_back_and_all_of_it_outlives_a_restart(string service, string name)
    {
        await using LiveSystem live = await LiveSystem.StartAsync();
        var document = new DocumentCalls(live, service, name);
        string builtIn = (await document.GetAsync("")).Body;
        Assert.Equal("\"0\"", (await document.GetAsync("")).Tag);
        Assert.Equal("0 inForce liveops built in", Line((await document.GetAsync("/versions/0")).Json));
        string one = Changed(name, 1), two = Changed(name, 2);

        Answer made = await document.PutAsync(one, "\"0\"", "first");
        Assert.Equal((200, "\"1\""), (made.Status, made.Tag));
        Assert.True(made.Json.GetProperty("inForce").GetBoolean());
        Assert.Equal((200, "\"2\""), (await document.PutAsync(two, made.Tag, "second", author: "ann")) is var second ? (second.Status, second.Tag) : default);
        Assert.Equal("412 stale-version", (await document.PutAsync(one, made.Tag, "late")).Problem);
        Assert.Equal("428 precondition-required", (await document.PutAsync(one, null, "blind")).Problem);
        Assert.Equal("400 invalid-parameter", (await document.PutAsync(one, "\"2\"", "")).Problem);
        AssertSame(two, await document.GetAsync(""), "\"2\"");

        Answer back = await document.SendAsync(HttpMethod.Post, "/rollback?version=1&reason=third");
        Assert.Equal((200, "\"3\""), (back.Status, back.Tag));
        Assert.Equal(200, (await document.SendAsync(HttpMethod.Post, "/rollback", """{"version":0,"reason":"fourth"}""")).Status);
        AssertSame(builtIn, await document.GetAsync(""), "\"4\"");
        Assert.Equal("404 unknown-version", (await document.SendAsync(HttpMethod.Post, "/rollback?version=9&reason=x")).Problem);

        await live.RestartAsync();
        AssertSame(builtIn, await document.GetAsync(""), "\"4\"");
        JsonElement[] versions = [.. (await document.GetAsync("/versions")).Json.GetProperty("versions").EnumerateArray()];
        Assert.Equal(["4 inForce operator fourth", "3 past operator third", "2 past ann second", "1 past operator first"], versions.Select(Line));
        Assert.Equal(1, versions[1].GetProperty("restores").GetInt32());
        JsonElement page = (await document.GetAsync("/versions?limit=3")).Json;
        Assert.Equal(3, page.GetProperty("versions").GetArrayLength());
        Assert.Equal(["1 past operator first"], (await document.GetAsync($"/versions?limit=3&after={page.GetProperty("next").GetString()}")).Json.GetProperty("versions").EnumerateArray().Select(Line));
        JsonElement whole = (await document.GetAsync("/versions/2")).Json;
        Assert.True(JsonElement.DeepEquals(JsonDocument.Parse(two).RootElement, whole.GetProperty("document")));
        Assert.Equal("404 unknown-version", (await document.GetAsync("/versions/17")).Problem);
        JsonElement first = (await document.GetAsync("/versions/0")).Json;
        Assert.Equal("0 past liveops built in", Line(first));
        Assert.True(JsonElement.DeepEquals(JsonDocument.Parse(builtIn).RootElement, first.GetProperty("document")));
        Assert.StartsWith($"https://liveops.dev/schemas/{name}.schema.json", (await document.GetAsync("/schema")).Json.GetProperty("$id").GetString(), StringComparison.Ordinal);
        Assert.Equal("404 unknown-policy", (await new DocumentCalls(live, service, "other").GetAsync("")).Problem);
        using HttpResponseMessage stranger = await live.GetAsync(service, $"/v1/policies/{name}");
        Assert.Equal(401, (int)stranger.StatusCode);
    }

    [Fact]
    public async Task A_refusal_lists_every_fault_with_pointer_line_and_reason_and_changes_nothing()
    {
        await using LiveSystem live = await LiveSystem.StartAsync();
        var document = new DocumentCalls(live, "leaderboard", "boards");
        const string Wrong = "{\n\"maxBoards\": 0,\n\"bords\": {},\n\"boards\": { \"a/b\": {}, \"c\": {\n\"windows\": [\"daily\", \"yearly\"],\n\"seasons\": [{\"id\":\"s\",\"opensAt\":\"2026-02-01\",\"closesAt\":\"2026-01-01\"}] } } }";
        foreach (Answer answer in new[] { await document.PutAsync(Wrong, "\"0\"", "wrong"), await document.SendAsync(HttpMethod.Post, "/validate", Wrong) })
        {
            Assert.Equal("400 invalid-policy", answer.Problem);
            Assert.Equal(
                [
                    "/bords 3 bords means nothing here", "/maxBoards 2 maxBoards must be a whole number from 1 to 10000", "/boards/a~1b 4 a/b is no board's name",
                    "/boards/c/windows/1 5 windows may hold daily, weekly, seasonal and all", "/boards/c/seasons/0 6 the season s closes before it opens",
                ],
                answer.Json.GetProperty("faults").EnumerateArray().Select(fault => $"{fault.GetProperty("pointer").GetString()} {fault.GetProperty("line")} {fault.GetProperty("reason").GetString()!.Split(';', ':')[0]}"));
        }

        Assert.Equal("\"0\"", (await document.GetAsync("")).Tag);
        Assert.Equal("400 invalid-policy", (await document.PutAsync("{", "\"0\"", "not JSON")).Problem);
        Assert.Equal("413 payload-too-large", (await document.PutAsync(new string(' ', 2 << 20), "\"0\"", "long")).Problem);
        Assert.True((await document.SendAsync(HttpMethod.Post, "/validate", "{}")).Json.GetProperty("valid").GetBoolean());
    }

    [Fact]
    public async Task A_change_comes_by_itself_at_its_time_unless_it_is_called_off()
    {
        var clock = new ManualClock();
        await using LiveSystem live = await LiveSystem.StartAsync(clock);
        var document = new DocumentCalls(live, "progression", "progression");
        Answer made = await document.PutAsync(Changed("progression", 7), "\"0\"", "tomorrow", effectiveAt: clock.UtcNow.AddDays(1));
        Assert.Equal((200, false), (made.Status, made.Json.GetProperty("inForce").GetBoolean()));
        Assert.Equal(200, (await document.PutAsync(Changed("progression", 8), "\"0\"", "next week", effectiveAt: clock.UtcNow.AddDays(7))).Status);
        Assert.Equal("\"0\"", (await document.GetAsync("")).Tag);
        Assert.Equal(["1 scheduled operator tomorrow", "2 scheduled operator next week"], (await document.GetAsync("/scheduled")).Json.GetProperty("scheduled").EnumerateArray().Select(Line));
        Assert.Equal(204, (await document.SendAsync(HttpMethod.Delete, "/scheduled/2")).Status);
        Assert.Equal("404 unknown-version", (await document.SendAsync(HttpMethod.Delete, "/scheduled/2")).Problem);
        Assert.Equal("400 invalid-parameter", (await document.PutAsync(Changed("progression", 9), "\"0\"", "past", effectiveAt: clock.UtcNow.AddMinutes(-1))).Problem);

        clock.Advance(TimeSpan.FromDays(8));
        Assert.Equal("\"1\"", (await document.GetAsync("")).Tag);
        await live.EventuallyAsync("progression", "/v1/rules", rules => rules.GetProperty("bosses").GetProperty("defaultXp").GetInt32() == 7);
        await live.RestartAsync();
        Assert.Equal(["2 calledOff operator next week", "1 inForce operator tomorrow"], (await document.GetAsync("/versions")).Json.GetProperty("versions").EnumerateArray().Select(Line));
    }

    [Fact]
    public async Task Of_many_who_change_at_once_each_version_has_one_and_all_others_are_told()
    {
        await using LiveSystem live = await LiveSystem.StartAsync();
        var document = new DocumentCalls(live, "fairness", "fairness");
        for (int round = 0; round < 3; round++)
        {
            string tag = (await document.GetAsync("")).Tag!;
            Answer[] answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => document.PutAsync(Changed("fairness", n + 1), tag, $"by {n}")));
            Assert.Single(answers, answer => answer.Status == 200);
            Assert.Equal(7, answers.Count(answer => answer.Status == 412));
        }

        Assert.Equal(3, (await document.GetAsync("/versions")).Json.GetProperty("versions").GetArrayLength());
    }

    [Fact]
    public async Task A_document_with_a_file_is_the_files_until_that_is_gone()
    {
        using var folder = new TempFolder();
        var clock = new ManualClock();
        await using LiveSystem live = await LiveSystem.StartAsync(clock, ("POLICY_DIR", folder.Path));
        var document = new DocumentCalls(live, "leaderboard", "boards");
        Assert.Equal(200, (await document.PutAsync("""{"boards":{"race":{"order":"asc"}}}""", "\"0\"", "mine")).Status);
        Assert.Equal("asc", await OrderAsync());
        File.WriteAllText(folder.File("leaderboard.json"), """{"boards":{"race":{}}}""");
        await UntilAsync("desc");
        Answer file = await document.GetAsync("");
        Assert.StartsWith("\"file-", file.Tag, StringComparison.Ordinal);
        Assert.Equal("409 managed-by-file", (await document.PutAsync("{}", file.Tag, "no")).Problem);
        Assert.Equal("409 managed-by-file", (await document.SendAsync(HttpMethod.Post, "/rollback?version=1&reason=no")).Problem);
        Assert.True((await live.JsonAsync("leaderboard", "/v1/policies", LiveSystem.OperatorToken)).GetProperty("policies")[0].GetProperty("managedByFile").GetBoolean());
        await live.RestartAsync();
        Assert.Equal("desc", await OrderAsync());
        File.Delete(folder.File("leaderboard.json"));
        await UntilAsync("asc");
        Assert.Equal("\"1\"", (await document.GetAsync("")).Tag);

        async Task<string?> OrderAsync() => (await live.JsonAsync("leaderboard", "/v1/leaderboards")).GetProperty("boards")[0].GetProperty("order").GetString();

        async Task UntilAsync(string order)
        {
            for (var patience = new Patience(); await OrderAsync() != order; await Task.Delay(5, TestContext.Current.CancellationToken))
            {
                Assert.False(patience.IsOver, $"it never was {order}");
                clock.Advance(TimeSpan.FromSeconds(2));
            }
        }
    }

    [Fact]
    public async Task What_a_version_does_to_a_season_that_runs_is_told_beforehand_and_in_the_answer()
    {
        var clock = new ManualClock();
        await using LiveSystem live = await LiveSystem.StartAsync(clock);
        var document = new DocumentCalls(live, "leaderboard", "boards");
        Assert.Equal(200, (await document.PutAsync(Season("2026-11-30"), "\"0\"", "a season")).Status);
        await live.AcceptAsync(live.Score("ada", "league", 5));
        await live.EventuallyAsync("leaderboard", "/v1/leaderboards/league/seasonal", page => page.GetProperty("total").GetInt32() == 1);

        const string Extended = "season s of league is extended: it runs until 2026-12-31T00:00:00Z, not 2026-11-30T00:00:00Z";
        Assert.Equal(Extended, (await document.SendAsync(HttpMethod.Post, "/validate", Season("2026-12-31"))).Json.GetProperty("effects")[0].GetString());
        Assert.Equal("2026-11-30T00:00:00Z", await ClosesAsync());
        Assert.Equal(Extended, (await document.PutAsync(Season("2026-12-31"), "\"1\"", "longer")).Json.GetProperty("effects")[0].GetString());
        Assert.Equal("2026-12-31T00:00:00Z", await ClosesAsync());
        // At its time, whatever happens or not.
        Assert.Equal(200, (await document.PutAsync(Season("2026-12-10"), "\"2\"", "shorter", effectiveAt: clock.UtcNow.AddHours(1))).Status);
        Assert.Equal("2026-12-31T00:00:00Z", await ClosesAsync());
        clock.Advance(TimeSpan.FromHours(2));
        await live.EventuallyAsync("leaderboard", "/v1/leaderboards/league/seasonal", page => page.GetProperty("closesAt").GetString() == "2026-12-10T00:00:00Z");
        Answer ended = await document.PutAsync(Season("2026-11-02"), "\"3\"", "over");
        Assert.StartsWith("season s of league has ended at 2026-11-20T14:00:00Z", ended.Json.GetProperty("effects")[0].GetString(), StringComparison.Ordinal);
        clock.Advance(TimeSpan.FromMinutes(10));
        await live.EventuallyAsync("leaderboard", "/v1/leaderboards/league/seasonal/history", past => past.GetProperty("periods") is var periods && periods.GetArrayLength() == 1 && periods[0].GetProperty("final").GetBoolean());

        async Task<string?> ClosesAsync() => (await live.JsonAsync("leaderboard", "/v1/leaderboards/league/seasonal")).GetProperty("closesAt").GetString();

        static string Season(string end) => $$$$"""{"boards":{"league":{"seasons":[{"id":"s","opensAt":"2026-11-01","closesAt":"{{{{end}}}}"}]}}}""";
    }

    internal static string Changed(string name, int n) => name switch
    {
        "boards" => $$"""{"maxBoards":{{n}}}""",
        "progression" => "{\"bosses\":{\"defaultXp\":" + n.ToString(CultureInfo.InvariantCulture) + "}}",
        _ => $$$"""{"rates":{"perSecond":50,"burst":{{{100 + n}}}},"throttledRates":{"perSecond":10,"burst":20},"rules":[],"escalation":[],"forgetting":{"days":30,"players":5000000}}""",
    };

    private static string Line(JsonElement version) =>
        $"{version.GetProperty("version")} {version.GetProperty("status").GetString()} {version.GetProperty("author").GetString()} {version.GetProperty("reason").GetString()}";

    private static void AssertSame(string document, Answer answer, string tag)
    {
        Assert.True(JsonElement.DeepEquals(JsonDocument.Parse(document).RootElement, answer.Json), answer.Body);
        Assert.Equal(tag, answer.Tag);
    }

    /// <summary>An answer, looked at.</summary>
    internal sealed record Answer(int Status, string? Tag, string Body)
    {
        public JsonElement Json => JsonDocument.Parse(Body).RootElement;

        public string Problem => $"{Status} {Json.GetProperty("type").GetString()!["https://liveops.dev/problems/".Length..]}";
    }

    /// <summary>The calls of one document.</summary>
    internal sealed class DocumentCalls(Func<HttpRequestMessage, Task<HttpResponseMessage>> send, Func<string, Uri> url, string token)
    {
        private static readonly HttpClient Http = new();

        public DocumentCalls(LiveSystem live, string service, string name) : this(request => Http.SendAsync(request), path => live.Url(service, $"/v1/policies/{name}{path}"), LiveSystem.OperatorToken)
        {
        }

        public DocumentCalls(HttpClient client, string name, string token) : this(request => client.SendAsync(request), path => new Uri($"/v1/policies/{name}{path}", UriKind.Relative), token)
        {
        }

        public Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

        public Task<Answer> PutAsync(string json, string? ifMatch, string reason, DateTimeOffset? effectiveAt = null, string? author = null) => SendAsync(
            HttpMethod.Put,
            $"?reason={Uri.EscapeDataString(reason)}{(effectiveAt is { } at ? "&effectiveAt=" + at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) : "")}",
            json, ifMatch, author);

        public async Task<Answer> SendAsync(HttpMethod method, string path, string? json = null, string? ifMatch = null, string? author = null)
        {
            using var request = new HttpRequestMessage(method, url(path));
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            if (ifMatch is not null)
                request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
            if (author is not null)
                request.Headers.Add("liveops-operator", author);
            if (json is not null)
                request.Content = new StringContent(json, Encoding.UTF8, "application/json");
            using HttpResponseMessage answer = await send(request);
            return new Answer((int)answer.StatusCode, answer.Headers.ETag?.ToString(), await answer.Content.ReadAsStringAsync());
        }
    }
}
