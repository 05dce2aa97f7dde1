using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using LiveOps.Core.Signing;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Gateway.Ingest;

/// <summary>What tools and people send that is right, and what is nearly right and must be told what it is.</summary>
public sealed class Requests_as_people_send_them(LiveFixture fixture) : IClassFixture<LiveFixture>
{
    private readonly LiveSystem _live = fixture.Live;

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("application/x-www-form-urlencoded")] // curl -d, urllib
    [InlineData("text/plain;charset=UTF-8")] // fetch with a string
    [InlineData("application/json; charset=utf-16")]
    [InlineData("no content type at all")]
    public async Task The_content_type_of_a_signed_body_is_not_looked_at(string? type)
    {
        byte[] body = Encoding.UTF8.GetBytes(_live.Xp("typed", 10_000));
        using HttpResponseMessage accepted = await SendAsync("gateway", "/v1/events", body, type);
        await accepted.JsonAsync(202);
        using HttpResponseMessage claimed = await SendAsync("progression", "/v1/players/typed/rewards/level:1000/claim", """{"playerId":"typed"}"""u8.ToArray(), type);
        await claimed.ProblemAsync(404, "unknown-reward");
        using HttpResponseMessage verified = await SendAsync("progression", "/v1/receipts/verify", """{"receipt":"a.b.c"}"""u8.ToArray(), type);
        Assert.False((await verified.JsonAsync(200)).GetProperty("valid").GetBoolean());
        using HttpResponseMessage blocked = await SendAsync("fairness", "/v1/players/typed-too/block", """{"seconds":1,"reason":"a test"}"""u8.ToArray(), type, HttpMethod.Put);
        await blocked.JsonAsync(200);
    }

    [Fact]
    public async Task A_byte_order_mark_before_a_signed_body_is_signed_and_passed_over()
    {
        byte[] body = [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(_live.Xp("marked", 1))];
        using HttpResponseMessage accepted = await _live.SignedAsync("gateway", "/v1/events", body);
        Assert.Equal(1, (await accepted.JsonAsync(202)).GetProperty("accepted").GetInt32());
    }

    [Fact]
    public async Task One_event_with_text_that_UTF16_cannot_hold_costs_its_batch_nothing()
    {
        string bad = _live.Xp("halved", 1).Replace("\"occurredAt\":\"", "\"occurredAt\":\"\\ud800", StringComparison.Ordinal);
        using HttpResponseMessage answer = await _live.SendAsync($$"""{"events":[{{_live.Xp("whole", 1)}},{{bad}},{{_live.Xp("whole", 2)}}]}""");
        JsonElement json = await answer.JsonAsync(202);
        Assert.Equal(2, json.GetProperty("accepted").GetInt32());
        Assert.Equal(1, Assert.Single(json.GetProperty("rejected").EnumerateArray()).GetProperty("index").GetInt32());
    }

    [Theory]
    [InlineData("""{"\ud800":"x"}""")]
    [InlineData("""{"playerId":"\udc00"}""")]
    [InlineData("""{"playerId":"halved","playerId":"halved"}""")]
    public async Task A_claim_with_such_text_is_malformed(string body)
    {
        using HttpResponseMessage answer = await _live.SignedAsync("progression", "/v1/players/halved/rewards/r/claim", Encoding.UTF8.GetBytes(body));
        await answer.ProblemAsync(400, "malformed-body");
    }

    [Theory]
    [InlineData("""{"seconds":1,"reason":"\ud800"}""", 400)]
    [InlineData("""{"seconds":1,"rea\udc00son":"x"}""", 400)]
    public async Task A_block_with_such_text_is_refused(string body, int status)
    {
        using HttpResponseMessage answer = await SendAsync("fairness", "/v1/players/halved/block", Encoding.UTF8.GetBytes(body), "application/json", HttpMethod.Put);
        Assert.Equal(status, (int)answer.StatusCode);
    }

    [Fact]
    public async Task A_webhook_id_that_is_too_long_or_no_id_is_called_that()
    {
        byte[] body = Encoding.UTF8.GetBytes(_live.Xp("named", 1));
        using (HttpResponseMessage answer = await _live.SignedAsync("gateway", "/v1/events", body, new string('x', 65), signature: "v1,x"))
            Assert.Equal("The webhook-id is too long: it has at most 64 characters.", (await answer.ProblemAsync(400, "invalid-parameter")).GetProperty("detail").GetString());
        foreach (string id in new[] { ".", "..", "a/b" })
        {
            using HttpResponseMessage answer = await _live.SignedAsync("gateway", "/v1/events", body, id);
            Assert.StartsWith("The webhook-id must be 1 to 64 characters of [A-Za-z0-9_.:-], and not . or ..", (await answer.ProblemAsync(400, "invalid-parameter")).GetProperty("detail").GetString(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("fairness", "DELETE", "/v1/players/ada/block?reason=a&reason=b", "reason", 2)]
    [InlineData("fairness", "GET", "/v1/flags?player=ada&limit=5&Player=bob&PLAYER=cy", "Player", 3)]
    [InlineData("progression", "DELETE", "/v1/players/ada?reason=a&reason=a", "reason", 2)]
    [InlineData("leaderboard", "GET", "/v1/leaderboards/arena/all?limit=5&limit=6", "limit", 2)]
    public async Task A_query_parameter_that_stands_there_twice_is_named(string service, string method, string path, string name, int times)
    {
        using HttpResponseMessage answer = await _live.OperateAsync(new HttpMethod(method), service, path);
        Assert.Equal($"{name} stands in the query {times} times: once is what this call takes.", (await answer.ProblemAsync(400, "invalid-parameter")).GetProperty("detail").GetString());
    }

    [Theory]
    [InlineData("gateway", "GET", "/v1/time?tz=utc", "tz", "it has none")]
    [InlineData("gateway", "GET", "/v1/players/ada/summary?full=1", "full", "it has none")]
    [InlineData("gateway", "POST", "/v1/events?dryRun=1", "dryRun", "it has none")]
    [InlineData("gateway", "POST", "/events?dryRun=1", "dryRun", "it has none")]
    [InlineData("gateway", "GET", "/v1/dead-letters?aftre=1", "aftre", "it has after, limit")]
    [InlineData("fairness", "GET", "/v1/players/ada/standing?flags=1", "flags", "it has none")]
    [InlineData("fairness", "GET", "/v1/flags?player=ada&limti=5", "limti", "it has after, limit, player")]
    [InlineData("fairness", "DELETE", "/v1/players/ada/block?because=x", "because", "it has reason")]
    [InlineData("progression", "GET", "/v1/players/ada?id=bob", "id", "it has none")]
    [InlineData("progression", "GET", "/v1/rules?v=2", "v", "it has none")]
    [InlineData("leaderboard", "GET", "/v1/leaderboards/arena/all?limti=5", "limti", "it has limit, offset")]
    [InlineData("leaderboard", "GET", "/v1/leaderboards/arena/all?limit=5&offest=5", "offest", "it has limit, offset")]
    [InlineData("leaderboard", "GET", "/v1/leaderboards/arena/hall-of-fame?windw=daily", "windw", "it has limit, offset, window")]
    public async Task A_misspelt_query_parameter_is_named(string service, string method, string path, string name, string has)
    {
        using HttpResponseMessage answer = await _live.OperateAsync(new HttpMethod(method), service, path);
        Assert.Equal($"{name} is no query parameter of this call: {has}.", (await answer.ProblemAsync(400, "invalid-parameter")).GetProperty("detail").GetString());
    }

    [Fact]
    public async Task A_query_parameter_is_known_in_capitals_too_and_operations_take_any()
    {
        await _live.AcceptAsync(_live.Score("capital", "capitals", 1));
        await _live.EventuallyAsync("leaderboard", "/v1/leaderboards/capitals/all?LIMIT=5&Offset=0", page => page.GetProperty("total").GetInt32() == 1);
        foreach (string path in new[] { "/healthz?probe=1", "/readyz?probe=1", "/metrics?probe=1", "/openapi/v1.json?x=1" })
        {
            using HttpResponseMessage answer = await _live.GetAsync("leaderboard", path);
            Assert.Equal(200, (int)answer.StatusCode);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(string service, string path, byte[] body, string? type, HttpMethod? method = null)
    {
        using var http = new HttpClient();
        string id = LiveSystem.NewId("msg");
        long now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var request = new HttpRequestMessage(method ?? HttpMethod.Post, _live.Url(service, path)) { Content = new ByteArrayContent(body) };
        if (type is not null)
            request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        request.Headers.Add(StandardWebhooks.IdHeader, id);
        request.Headers.Add(StandardWebhooks.TimestampHeader, $"{now}");
        request.Headers.Add(StandardWebhooks.SignatureHeader, StandardWebhooks.Sign(Encoding.UTF8.GetBytes(LiveSystem.Secret), id, now, body));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", LiveSystem.OperatorToken);
        return await http.SendAsync(request);
    }
}
