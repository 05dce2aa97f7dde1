using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Fairness.Endpoints;

public sealed class Gateway_and_Fairness_apart(ApartSystem system) : IClassFixture<ApartSystem>
{
    [Fact]
    public async Task One_players_flood_and_cheat_are_refused_item_by_item_and_cost_the_others_nothing()
    {
        string[] events = [.. Enumerable.Repeat(0, 101).Select(_ => system.Xp("flood", 1)), system.Xp("cheat", 100_001), system.Xp("honest", 10)];
        (HttpStatusCode status, JsonElement answer) = await system.SendAsync(events);
        Assert.Equal((HttpStatusCode.Accepted, 101), (status, answer.GetProperty("accepted").GetInt32()));
        Assert.Equal([(100, 429), (101, 403)], answer.GetProperty("rejected").EnumerateArray().Select(item => (item.GetProperty("index").GetInt32(), item.GetProperty("status").GetInt32())));
        Assert.Equal("xp-amount", (await system.StandingAsync("cheat")).GetProperty("flags")[0].GetProperty("rule").GetString());
    }

    [Fact]
    public async Task What_was_accepted_is_learned_from_the_bus()
    {
        for (int i = 0; i < 10; i++)
            Assert.Equal(HttpStatusCode.Accepted, (await system.SendAsync([system.Score("jump", 100 + i)])).Status);
        Assert.Equal(HttpStatusCode.Accepted, (await system.SendAsync([system.Score("jump", 5000, "the-jump")])).Status);
        JsonElement standing = await system.StandingAsync("jump", json => json.GetProperty("flags").GetArrayLength() > 0);
        Assert.Equal(("score-jump", "the-jump"), (standing.GetProperty("flags")[0].GetProperty("rule").GetString(), standing.GetProperty("flags")[0].GetProperty("eventId").GetString()));
    }

    [Theory]
    [InlineData("""{"seconds":60,"reason":"chargeback"}""")]
    [InlineData("""{"duration":"PT1M","reason":"chargeback"}""")]
    public async Task An_operator_blocks_and_lifts(string body)
    {
        string player = system.NewId("blocked");
        (HttpStatusCode status, string answer) = await system.CallAsync("PUT", $"/v1/players/{player}/block", body);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("\"status\":\"blocked\"", answer, StringComparison.Ordinal);
        (status, JsonElement problem) = await system.SendAsync([system.Xp(player, 1)]);
        Assert.Equal(HttpStatusCode.Forbidden, status);
        Assert.Contains("chargeback", problem.GetRawText(), StringComparison.Ordinal);
        Assert.Equal($$"""{"playerId":"{{player}}","status":"ok","flags":[]}""", (await system.CallAsync("DELETE", $"/v1/players/{player}/block?reason=a%20mistake")).Body);
        Assert.Equal(HttpStatusCode.Accepted, (await system.SendAsync([system.Xp(player, 1)])).Status);
        JsonElement audit = JsonDocument.Parse((await system.CallAsync("GET", $"/v1/audit?player={player}")).Body).RootElement;
        Assert.Equal(["lift", "block"], audit.GetProperty("entries").EnumerateArray().Select(entry => entry.GetProperty("action").GetString()));
    }

    [Fact]
    public async Task A_case_is_decided_once_taken_back_and_counted()
    {
        string player = system.NewId("reviewed");
        Assert.Equal(HttpStatusCode.Forbidden, (await system.SendAsync([system.Xp(player, 200_000)])).Status);
        JsonElement brief = JsonDocument.Parse((await system.CallAsync("GET", $"/v1/reviews?player={player}")).Body).RootElement.GetProperty("reviews")[0];
        string review = $"/v1/reviews/{brief.GetProperty("case").GetString()}", tag = $"\"{brief.GetProperty("version").GetInt64()}\"";
        Assert.Equal(200_000, JsonDocument.Parse((await system.CallAsync("GET", review)).Body).RootElement.GetProperty("flags")[0].GetProperty("value").GetDouble());
        Assert.Matches("(?m)^reviews_open [1-9][0-9]*$", (await system.CallAsync("GET", "/metrics")).Body);

        const string Block = """{"decision":"block","seconds":60,"reason":"a bot"}""";
        Assert.Equal(HttpStatusCode.OK, (await system.CallAsync("POST", $"{review}/decisions", Block, ifMatch: tag)).Status);
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await system.CallAsync("POST", $"{review}/decisions", Block, ifMatch: tag)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await system.SendAsync([system.Xp(player, 1)])).Status);
        Assert.Equal(HttpStatusCode.OK, (await system.CallAsync("POST", $"{review}/undo", """{"reason":"a mistake"}""")).Status);
        Assert.Equal(HttpStatusCode.Accepted, (await system.SendAsync([system.Xp(player, 1)])).Status);
        JsonElement audit = JsonDocument.Parse((await system.CallAsync("GET", $"/v1/audit?player={player}&kind=review")).Body).RootElement;
        Assert.Equal(["undo", "block"], audit.GetProperty("entries").EnumerateArray().Select(entry => entry.GetProperty("action").GetString()));
    }

    [Theory]
    [InlineData("PUT", "/v1/players/p/block", """{"reason":"why"}""", 400)]
    [InlineData("PUT", "/v1/players/p/block", """{"seconds":0,"reason":"why"}""", 400)]
    [InlineData("GET", "/v1/players/no%20id/standing", null, 400)]
    [InlineData("GET", "/v1/flags?after=12", null, 400)]
    [InlineData("GET", "/v1/audit?limit=0", null, 400)]
    public async Task What_is_wrong_is_refused(string method, string path, string? body, int status) =>
        Assert.Equal(status, (int)(await system.CallAsync(method, path, body)).Status);

    [Theory]
    [InlineData("PUT", "/v1/players/p/block")]
    [InlineData("DELETE", "/v1/players/p/block")]
    [InlineData("GET", "/v1/flags")]
    [InlineData("GET", "/v1/reviews")]
    [InlineData("GET", "/v1/audit")]
    [InlineData("GET", "/v1/dead-letters")]
    public async Task Operators_calls_need_the_operators_token(string method, string path)
    {
        foreach (string? token in (string?[])[null, "wrong"])
            Assert.Equal(HttpStatusCode.Unauthorized, (await system.CallAsync(method, path, "{}", token)).Status);
    }

    [Fact]
    public async Task Each_listener_speaks_its_own_version()
    {
        using var http = new HttpClient();
        using var ready = new HttpRequestMessage(HttpMethod.Get, system.Fairness("/readyz")) { Version = HttpVersion.Version11, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        Assert.Equal(HttpStatusCode.OK, (await http.SendAsync(ready, TestContext.Current.CancellationToken)).StatusCode);
        using var verdicts = new HttpRequestMessage(HttpMethod.Post, system.Verdicts) { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact, Content = new ByteArrayContent([1]) };
        verdicts.Headers.Authorization = new AuthenticationHeaderValue("Bearer", LiveSystem.OperatorToken);
        HttpResponseMessage answer = await http.SendAsync(verdicts, TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode.BadRequest, HttpVersion.Version20), (answer.StatusCode, answer.Version));
        using var old = new HttpRequestMessage(HttpMethod.Get, system.Verdicts) { Version = HttpVersion.Version11, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        HttpStatusCode? refused;
        try
        {
            refused = (await http.SendAsync(old, TestContext.Current.CancellationToken)).StatusCode;
        }
        catch (HttpRequestException)
        {
            refused = null;
        }

        Assert.True(refused is null or HttpStatusCode.BadRequest, $"HTTP/1.1 was answered with {refused}");
    }

    [Fact]
    public async Task Without_Fairness_nothing_is_accepted_or_all_is_and_judged_later_as_the_policy_says()
    {
        string cheat = system.NewId("cheat");
        Assert.Contains("\nunverified_events_total 0\n", await system.MetricsOfTheOpenAsync(), StringComparison.Ordinal);
        await system.StopFairnessAsync();
        try
        {
            (HttpStatusCode status, JsonElement problem) = await system.SendAsync([system.Xp(cheat, 1)]);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
            Assert.EndsWith("/unavailable", problem.GetProperty("type").GetString(), StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.Accepted, (await system.SendAsync([system.Xp(cheat, 200_000, "unverified")], open: true)).Status);
        }
        finally
        {
            await system.StartFairnessAsync();
        }

        JsonElement standing = await system.StandingAsync(cheat, json => json.GetProperty("flags").GetArrayLength() > 0);
        Assert.Equal("unverified", standing.GetProperty("flags")[0].GetProperty("eventId").GetString());
        Assert.Contains("\nunverified_events_total 1\n", await system.MetricsOfTheOpenAsync(), StringComparison.Ordinal);
        for (var patience = new Patience(); !Regex.IsMatch((await system.CallAsync("GET", "/metrics")).Body, "\nbus_event_delay_seconds_count [1-9]");)
        {
            Assert.False(patience.IsOver, "what Fairness applied from the bus has no delay");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        for (var patience = new Patience(); (await system.SendAsync([system.Xp(system.NewId("later"), 1)])).Status != HttpStatusCode.Accepted;)
        {
            Assert.False(patience.IsOver, "the gateway never found Fairness again");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }
}
