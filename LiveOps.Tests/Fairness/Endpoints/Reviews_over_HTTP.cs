using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Fairness.Endpoints;

/// <summary>One system, with operators of every role.</summary>
public sealed class ReviewSystem : IAsyncLifetime
{
    public const string Viewer = "a-viewer's-own-token", Moderator = "a-moderator's-own-token", Second = "another-moderator's-token";

    public ManualClock Clock { get; } = new();

    public LiveSystem Live { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Live = await LiveSystem.StartAsync(
        Clock, ("Operators__vera__Token", Viewer), ("Operators__vera__Role", "viewer"),
        ("Operators__ada__Token", Moderator), ("Operators__ada__Role", "moderator"), ("Operators__bob__Token", Second), ("Operators__bob__Role", "moderator"));

    public ValueTask DisposeAsync() => Live.DisposeAsync();
}

/// <summary>The review queue, as operators and their programs use it.</summary>
public sealed class Reviews_over_HTTP(ReviewSystem shared) : IClassFixture<ReviewSystem>
{
    private readonly LiveSystem _system = shared.Live;

    [Fact]
    public async Task A_case_is_read_decided_taken_back_and_found_again_through_a_restart()
    {
        string player = await CheatAsync();
        (JsonElement one, string tag) = await CaseAsync(player, ReviewSystem.Viewer);
        Assert.Equal((player, "open", 3), (one.GetProperty("playerId").GetString(), one.GetProperty("status").GetString(), one.GetProperty("severity").GetInt32()));
        JsonElement flag = one.GetProperty("flags")[0];
        Assert.Equal(("amount 200000", "amount at most 100000", false, 200_000.0, 100_000.0),
            (flag.GetProperty("observed").GetString(), flag.GetProperty("expected").GetString(), flag.GetProperty("settled").GetBoolean(), flag.GetProperty("value").GetDouble(), flag.GetProperty("bound").GetDouble()));

        string id = one.GetProperty("case").GetString()!;
        JsonElement blocked = await (await DecideAsync(id, new { decision = "block", seconds = 3600, reason = "a bot" }, tag)).JsonAsync(200);
        Assert.Equal(("blocked", 0, true), (blocked.GetProperty("status").GetString(), blocked.GetProperty("severity").GetInt32(), blocked.GetProperty("flags")[0].GetProperty("settled").GetBoolean()));
        using (HttpResponseMessage refused = await _system.SendAsync(_system.Xp(player, 1)))
            await refused.ProblemAsync(403, "player-blocked");

        await _system.RestartAsync();
        (JsonElement kept, tag) = await CaseAsync(player, ReviewSystem.Viewer);
        Assert.Equal(blocked.GetRawText(), kept.GetRawText());
        using HttpResponseMessage undo = await _system.OperateAsync(HttpMethod.Post, "fairness", $"/v1/reviews/{id}/undo", new { reason = "their brother's phone" }, ReviewSystem.Second, tag);
        JsonElement undone = await undo.JsonAsync(200);
        JsonElement decision = undone.GetProperty("decisions")[0];
        Assert.Equal(("open", "block", "ada", "a bot", "bob"), (undone.GetProperty("status").GetString(), decision.GetProperty("decision").GetString(), decision.GetProperty("by").GetString(),
            decision.GetProperty("reason").GetString(), decision.GetProperty("undone").GetProperty("by").GetString()));
        await _system.AcceptAsync(_system.Xp(player, 1));
        using HttpResponseMessage nothing = await _system.OperateAsync(HttpMethod.Post, "fairness", $"/v1/reviews/{id}/undo", new { reason = "again" }, ReviewSystem.Second);
        await nothing.ProblemAsync(409, "nothing-to-undo");

        JsonElement audit = await _system.JsonAsync("fairness", $"/v1/audit?player={player}&kind=review", ReviewSystem.Viewer);
        Assert.Equal(["undo bob token their brother's phone", "block ada token a bot"], audit.GetProperty("entries").EnumerateArray().Select(entry => string.Join(' ', new[] { "action", "by", "via", "reason" }.Select(name => entry.GetProperty(name).GetString()))));
    }

    [Fact]
    public async Task Of_two_who_decide_on_what_they_both_read_the_second_is_told_who_was_first_and_nothing_is_done()
    {
        string player = await CheatAsync();
        (JsonElement one, string tag) = await CaseAsync(player);
        string id = one.GetProperty("case").GetString()!;
        HttpResponseMessage[] answers = await Task.WhenAll(
            DecideAsync(id, new { decision = "clear", reason = "lag" }, tag), DecideAsync(id, new { decision = "block", seconds = 60, reason = "a bot" }, tag, ReviewSystem.Second));
        Assert.Equal([200, 412], answers.Select(answer => (int)answer.StatusCode).Order());
        JsonElement problem = await answers.Single(answer => answer.StatusCode == HttpStatusCode.PreconditionFailed).ProblemAsync(412, "stale-case");
        Assert.Matches("^(ada decided clear|bob decided block) at ", problem.GetProperty("detail").GetString());
        Assert.Single((await CaseAsync(player)).Case.GetProperty("decisions").EnumerateArray());

        await FlagAsync(player);
        using HttpResponseMessage late = await DecideAsync(id, new { decision = "watch", reason = "more to come" }, answers.Single(answer => answer.IsSuccessStatusCode).Headers.ETag!.ToString());
        Assert.StartsWith("A flag came at ", (await late.ProblemAsync(412, "stale-case")).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"decision":"clear","reason":"why"}""", null, 428, "precondition-required")]
    [InlineData("""{"decision":"clear","reason":"why"}""", "*", 428, "precondition-required")]
    [InlineData("""{"decision":"clear","reason":"why"}""", "\"1\"", 412, "stale-case")]
    [InlineData("""{"decision":"clear","reason":"why"}""", "W/\"tag\", \"x\"", 412, "stale-case")]
    [InlineData("""{"decision":"clear","reason":"why"}""", "garbage", 400, "invalid-parameter")]
    [InlineData("""{"decision":"undo","reason":"why"}""", "tag", 400, "invalid-parameter")]
    [InlineData("""{"decision":"Block","seconds":60,"reason":"why"}""", "tag", 400, "invalid-parameter")]
    [InlineData("""{"decision":"block","reason":"why"}""", "tag", 400, "invalid-parameter")]
    [InlineData("""{"decision":"block","seconds":0,"reason":"why"}""", "tag", 400, "invalid-parameter")]
    [InlineData("""{"decision":"block","seconds":9223372036854775807,"reason":"why"}""", "tag", 400, "invalid-parameter")]
    [InlineData("""{"decision":"clear","seconds":60,"reason":"why"}""", "tag", 400, "invalid-parameter")]
    [InlineData("""{"decision":"clear"}""", "tag", 400, "invalid-parameter")]
    [InlineData("""{"decision":"clear","reason":" "}""", "tag", 400, "invalid-parameter")]
    [InlineData("""{"decision":"clear","reason":"two\nlines"}""", "tag", 400, "invalid-parameter")]
    [InlineData("""{"decision":"clear","reason":"why","why":"not"}""", "tag", 400, "malformed-body")]
    [InlineData("""{"decision":1,"reason":"why"}""", "tag", 400, "malformed-body")]
    [InlineData("""{"decision":"block","seconds":"60","reason":"why"}""", "tag", 400, "malformed-body")]
    [InlineData("""null""", "tag", 400, "malformed-body")]
    [InlineData("", "tag", 400, "malformed-body")]
    public async Task A_decision_that_cannot_be_made_changes_nothing(string body, string? ifMatch, int status, string type)
    {
        string player = await CheatAsync();
        (JsonElement before, string tag) = await CaseAsync(player);
        string id = before.GetProperty("case").GetString()!;
        using HttpResponseMessage answer = await SendAsync($"/v1/reviews/{id}/decisions", body, ifMatch == "tag" ? tag : ifMatch);
        await answer.ProblemAsync(status, type);
        Assert.Equal(before.GetRawText(), (await CaseAsync(player)).Case.GetRawText());
        Assert.Equal("ok", (await _system.JsonAsync("fairness", $"/v1/players/{player}/standing")).GetProperty("status").GetString());
    }

    [Theory]
    [InlineData("GET", "/v1/reviews?status=closed", 400)]
    [InlineData("GET", "/v1/reviews?limit=0", 400)]
    [InlineData("GET", "/v1/reviews?limit=201", 400)]
    [InlineData("GET", "/v1/reviews?after=x", 400)]
    [InlineData("GET", "/v1/reviews?player=a%20b", 400)]
    [InlineData("GET", "/v1/reviews/nobody", 404)]
    [InlineData("GET", "/v1/reviews/AAAAAAAAAAAAAAAAAAAAAA", 404)]
    [InlineData("GET", "/v1/reviews/AAAAAAAAAAAAAAAAAAAAAB", 404)]
    [InlineData("POST", "/v1/reviews/AAAAAAAAAAAAAAAAAAAAAA/decisions", 404)]
    [InlineData("POST", "/v1/reviews/AAAAAAAAAAAAAAAAAAAAAA/undo", 404)]
    public async Task What_is_wrong_is_refused(string method, string path, int status)
    {
        using HttpResponseMessage answer = await _system.OperateAsync(new HttpMethod(method), "fairness", path, method == "GET" ? null : path.EndsWith("undo", StringComparison.Ordinal) ? new { reason = "why" } : new { decision = "clear", reason = "why" }, ifMatch: "\"1\"");
        Assert.Equal(status, (int)answer.StatusCode);
    }

    [Fact]
    public async Task Viewers_read_moderators_decide_and_nobody_else_does_either()
    {
        string player = await CheatAsync();
        (JsonElement one, string tag) = await CaseAsync(player, ReviewSystem.Viewer);
        string id = one.GetProperty("case").GetString()!;
        Assert.Equal(HttpStatusCode.Forbidden, (await DecideAsync(id, new { decision = "clear", reason = "why" }, tag, ReviewSystem.Viewer)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await _system.OperateAsync(HttpMethod.Post, "fairness", $"/v1/reviews/{id}/undo", new { reason = "why" }, ReviewSystem.Viewer)).StatusCode);
        foreach ((HttpMethod method, string path) in new[] { (HttpMethod.Get, "/v1/reviews"), (HttpMethod.Get, $"/v1/reviews/{id}"), (HttpMethod.Post, $"/v1/reviews/{id}/decisions"), (HttpMethod.Post, $"/v1/reviews/{id}/undo") })
        {
            foreach (string? token in (string?[])[null, "wrong"])
                Assert.Equal(HttpStatusCode.Unauthorized, (await _system.OperateAsync(method, "fairness", path, token: token)).StatusCode);
        }
    }

    [Fact]
    public async Task The_queue_is_paged_and_what_waits_is_counted()
    {
        string[] players = [await CheatAsync(), await CheatAsync(), await CheatAsync()];
        await FlagAsync(players[1]);
        var seen = new List<string>();
        for (string query = "?limit=1"; ;)
        {
            JsonElement page = await _system.JsonAsync("fairness", "/v1/reviews" + query, ReviewSystem.Viewer);
            seen.AddRange(page.GetProperty("reviews").EnumerateArray().Select(one => one.GetProperty("playerId").GetString()!));
            if (page.GetProperty("next").GetString() is not { } next)
                break;
            query = $"?limit=1&after={next}";
        }

        Assert.Equal([players[1], players[0], players[2]], seen.Where(players.Contains));
        string metrics = await (await _system.GetAsync("fairness", "/metrics")).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains($"\nreviews_open {seen.Count}\n", metrics, StringComparison.Ordinal);

        (JsonElement one, string tag) = await CaseAsync(players[0]);
        using HttpResponseMessage watched = await DecideAsync(one.GetProperty("case").GetString()!, new { decision = "watch", reason = "let us see" }, tag);
        Assert.Equal("watched", (await watched.JsonAsync(200)).GetProperty("status").GetString());
        Assert.Contains(players[0], (await _system.JsonAsync("fairness", "/v1/reviews?status=watched", ReviewSystem.Viewer)).GetRawText(), StringComparison.Ordinal);
        Assert.Empty((await _system.JsonAsync("fairness", $"/v1/reviews?status=open&player={players[0]}", ReviewSystem.Viewer)).GetProperty("reviews").EnumerateArray());
    }

    private async Task<string> CheatAsync()
    {
        string player = LiveSystem.NewId("reviewed");
        await FlagAsync(player);
        return player;
    }

    private async Task FlagAsync(string player)
    {
        shared.Clock.Advance(TimeSpan.FromMinutes(15)); // each flag is on its own
        using HttpResponseMessage answer = await _system.SendAsync(_system.Xp(player, 200_000));
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        using HttpResponseMessage behind = await _system.OperateAsync(HttpMethod.Put, "fairness", $"/v1/players/{LiveSystem.NewId("behind")}/block", new { seconds = 1, reason = "behind the flag in the journal" }); // a lift of nobody is not in it
    }

    private async Task<(JsonElement Case, string Tag)> CaseAsync(string player, string token = ReviewSystem.Moderator)
    {
        JsonElement page = await _system.JsonAsync("fairness", $"/v1/reviews?player={player}", token);
        string id = Assert.Single(page.GetProperty("reviews").EnumerateArray()).GetProperty("case").GetString()!;
        using HttpResponseMessage answer = await _system.GetAsync("fairness", $"/v1/reviews/{id}", token);
        return (await answer.JsonAsync(200), answer.Headers.ETag!.ToString());
    }

    private Task<HttpResponseMessage> DecideAsync(string id, object body, string tag, string token = ReviewSystem.Moderator) =>
        _system.OperateAsync(HttpMethod.Post, "fairness", $"/v1/reviews/{id}/decisions", body, token, tag);

    private async Task<HttpResponseMessage> SendAsync(string path, string body, string? ifMatch)
    {
        using var http = new HttpClient();
        var request = new HttpRequestMessage(HttpMethod.Post, _system.Url("fairness", path)) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", ReviewSystem.Moderator);
        if (ifMatch is not null)
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        return await http.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
