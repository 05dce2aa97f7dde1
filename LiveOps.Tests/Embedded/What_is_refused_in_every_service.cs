using System.Text;
using System.Text.Json;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Embedded;

/// <summary>Kinds of input that no service takes, wherever they may stand, and what is said of them.</summary>
public sealed class What_is_refused_in_every_service(LiveFixture fixture) : IClassFixture<LiveFixture>
{
    private static readonly string[] Services = ["gateway", "fairness", "progression", "leaderboard"];

    private readonly LiveSystem _live = fixture.Live;

    public static TheoryData<string> TextsThatAreNone => ["%00", "a%0Ab", "a%7F", "%C2%85", "%E2%80%A8", "%FF", "%C3%28", "%ED%A0%80", "%EF%BF%BD", new string('x', 501)];

    [Theory]
    [MemberData(nameof(TextsThatAreNone))]
    public async Task A_reason_in_a_query_that_is_not_one_line_of_text(string reason)
    {
        (HttpMethod Method, string Service, string Path)[] calls =
        [
            (HttpMethod.Delete, "fairness", "/v1/players/worded/block"), (HttpMethod.Put, "fairness", "/v1/policies/fairness"), (HttpMethod.Put, "progression", "/v1/policies/progression"),
            (HttpMethod.Put, "leaderboard", "/v1/policies/boards"), (HttpMethod.Post, "leaderboard", "/v1/policies/boards/rollback"),
        ];
        foreach ((HttpMethod method, string service, string path) in calls)
        {
            using HttpResponseMessage answer = await _live.OperateAsync(method, service, $"{path}?reason={reason}{(method == HttpMethod.Post ? "&version=0" : "")}", ifMatch: "\"0\"");
            await answer.ProblemAsync(400, "invalid-parameter");
        }
    }

    [Theory]
    [InlineData("a\\nb")]
    [InlineData("a\\u0000")]
    [InlineData("\\u2028")]
    [InlineData("\\ufffd")]
    [InlineData("\\ud83d")] // half of one
    [InlineData(null)]
    public async Task A_reason_in_a_body_that_is_not_one_line_of_text(string? reason)
    {
        reason ??= new string('x', 501);
        using HttpResponseMessage block = await BodyAsync(HttpMethod.Put, "fairness", "/v1/players/worded/block", "{\"seconds\":1,\"reason\":\"" + reason + "\"}");
        using HttpResponseMessage lift = await BodyAsync(HttpMethod.Post, "fairness", "/v1/players/unblock", "{\"playerId\":\"worded\",\"reason\":\"" + reason + "\"}");
        using HttpResponseMessage back = await BodyAsync(HttpMethod.Post, "fairness", "/v1/policies/fairness/rollback", "{\"version\":0,\"reason\":\"" + reason + "\"}");
        Assert.Equal([400, 400, 400], new[] { block, lift, back }.Select(answer => (int)answer.StatusCode));
    }

    [Fact]
    public async Task A_reason_of_any_language_is_taken()
    {
        using HttpResponseMessage block = await BodyAsync(HttpMethod.Put, "fairness", "/v1/players/worded/block", """{"seconds":60,"reason":" 운영자의 결정 🏳️‍🌈 “sorry” "}""");
        Assert.Equal("운영자의 결정 🏳️‍🌈 “sorry”", (await block.JsonAsync(200)).GetProperty("reason").GetString());
        using HttpResponseMessage lift = await _live.OperateAsync(HttpMethod.Delete, "fairness", "/v1/players/worded/block?reason=%EC%9A%B4+100%");
        await lift.JsonAsync(200);
    }

    [Theory]
    [InlineData("PUT", "fairness", "/v1/players/membered/block", """{"seconds":9,"reason":"r","note":1}""", "note is no member of this call's body: it has seconds, duration, until, reason.")]
    [InlineData("PUT", "fairness", "/v1/players/membered/block", """{"seconds":9,"seconds":8,"reason":"r"}""", "seconds stands twice in the body.")]
    [InlineData("PUT", "fairness", "/v1/players/membered/block", """{"seconds":"9","reason":"r"}""", "seconds is not what it must be.")]
    [InlineData("PUT", "fairness", "/v1/players/membered/block", "[]", "The body is no JSON object.")]
    [InlineData("PUT", "fairness", "/v1/players/membered/block", """{"seconds":9,"reason":"r"} x""", "The body is not JSON.")]
    [InlineData("PUT", "fairness", "/v1/players/membered/block", "\uFEFF", "The body is a byte order mark with nothing behind it.")]
    [InlineData("POST", "fairness", "/v1/players/unblock", """{"playerId":"membered","reasons":"r"}""", "reasons is no member of this call's body: it has playerId, reason.")]
    [InlineData("POST", "fairness", "/v1/policies/fairness/rollback", """{"version":0,"reason":"r","to":1}""", "to is no member of this call's body: it has version, reason.")]
    [InlineData("POST", "progression", "/v1/players/erase", """{"playerId":"membered","PlayerId":"other"}""", "PlayerId is no member of this call's body: it has playerId, reason.")]
    [InlineData("POST", "progression", "/v1/players/export", """{"playerId":7}""", "playerId must be text.")]
    [InlineData("POST", "progression", "/v1/players/export", "", "The body is empty.")]
    [InlineData("POST", "leaderboard", "/v1/leaderboards/hide", """{"player":"membered"}""", "player is no member of this call's body: it has playerId, reason.")]
    [InlineData("POST", "leaderboard", "/v1/leaderboards/remove", """{"board":"b","window":"all"}""", "playerId is missing.")]
    [InlineData("POST", "leaderboard", "/v1/leaderboards/drop", """{"board":"a b"}""", "board is no id.")]
    [InlineData("PUT", "gateway", "/v1/webhooks/membered", """{"url":7}""", "url must be text. Send {\"url\":")]
    [InlineData("PUT", "gateway", "/v1/webhooks/membered", """{"url":"https://example.com","types":"all"}""", "types must be an array of texts.")]
    [InlineData("PUT", "gateway", "/v1/webhooks/membered", """{"url":"https://example.com","types":[null]}""", "types must be an array of texts.")]
    [InlineData("PUT", "gateway", "/v1/webhooks/membered", """{"url":"https://example.com","types":[7]}""", "types must be an array of texts.")]
    [InlineData("PUT", "gateway", "/v1/webhooks/membered", """{"url":"https://example.com","enabled":"yes"}""", "enabled must be true or false.")]
    [InlineData("POST", "gateway", "/v1/webhooks/membered/rotate", """{"overlapSeconds":"7"}""", "overlapSeconds must be a whole number from 0 to 604800. Send {\"overlapSeconds\":86400}, or no body")]
    [InlineData("POST", "gateway", "/v1/webhooks/membered/rotate", """{"overlap":7}""", "overlap is no member of this call's body: it has overlapSeconds, secret, reason. Send {\"overlapSeconds\":86400}, or no body")]
    [InlineData("POST", "gateway", "/v1/webhooks/membered/rotate", """{"secret":7}""", "secret must be text. Send {\"overlapSeconds\":86400}, or no body")]
    public async Task A_body_of_an_operators_call_that_holds_what_it_does_not_have(string method, string service, string path, string body, string sentence)
    {
        using HttpResponseMessage answer = await BodyAsync(new HttpMethod(method), service, path, body);
        Assert.StartsWith(sentence, (await answer.ProblemAsync(400, "malformed-body")).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fairness", "/v1/flags?limit=1%00")]
    [InlineData("leaderboard", "/v1/leaderboards/hidden?offset=0%00")]
    [InlineData("progression", "/v1/dead-letters?after=1%0A")]
    public async Task A_number_with_a_control_character_behind_it(string service, string path)
    {
        using HttpResponseMessage answer = await _live.OperateAsync(HttpMethod.Get, service, path);
        await answer.ProblemAsync(400, "invalid-parameter");
    }

    [Theory]
    [InlineData("P1Y")]
    [InlineData("P1M")]
    [InlineData("P1DT")]
    [InlineData("-PT5M")]
    public async Task A_block_for_a_time_that_the_calendar_would_have_to_say(string duration)
    {
        using HttpResponseMessage answer = await BodyAsync(HttpMethod.Put, "fairness", "/v1/players/dated/block", "{\"duration\":\"" + duration + "\",\"reason\":\"r\"}");
        await answer.ProblemAsync(400, "invalid-parameter");
    }

    [Fact]
    public async Task A_claim_whose_body_is_a_byte_order_mark_alone()
    {
        using HttpResponseMessage answer = await _live.SignedAsync("progression", "/v1/players/marked/rewards/r/claim", [0xEF, 0xBB, 0xBF]);
        Assert.StartsWith("The body is a byte order mark with nothing behind it.", (await answer.ProblemAsync(400, "malformed-body")).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("zzz")]
    [InlineData("-1")]
    [InlineData("")]
    [InlineData("99999999999999999999999")]
    public async Task An_after_that_is_no_next(string after)
    {
        foreach ((string service, string path) in new[] { ("fairness", "/v1/flags"), ("fairness", "/v1/audit"), ("fairness", "/v1/policies/fairness/versions"), ("leaderboard", "/v1/policies/boards/versions") }
            .Concat(Services.Select(service => (service, "/v1/dead-letters"))))
        {
            using HttpResponseMessage answer = await _live.OperateAsync(HttpMethod.Get, service, $"{path}?after={after}");
            Assert.Contains("after", (await answer.ProblemAsync(400, "invalid-parameter")).GetProperty("detail").GetString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_path_that_nothing_answers_and_a_method_that_is_not_there_are_problems()
    {
        foreach (string service in Services)
        {
            foreach (string path in new[] { "/", "/v1", "/openapi/v2.json", "/openapi/v1.yaml", "/openapi/", "/metrics/x", "/healthz/x", "/v1/nothing", "/v1/players//", "/%2e%2e/etc/passwd", "/v1/policies/%FF" })
            {
                using HttpResponseMessage answer = await _live.OperateAsync(HttpMethod.Get, service, path);
                Assert.True((int)answer.StatusCode is 400 or 404, $"{service} {path}: {(int)answer.StatusCode}");
                Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
            }

            foreach (string path in new[] { "/healthz", "/readyz", "/metrics", "/openapi/v1.json" })
            {
                using HttpResponseMessage answer = await _live.OperateAsync(HttpMethod.Post, service, path);
                await answer.ProblemAsync(405, "method-not-allowed");
            }
        }
    }

    [Fact]
    public async Task What_probes_and_scrapes_ask_beside_is_passed_over()
    {
        foreach (string service in Services)
        {
            foreach (string path in new[] { "/healthz?from=lb", "/readyz?full=1", "/metrics?module=x&format=prometheus", "/openapi/v1.json?documentName=v2" })
            {
                using HttpResponseMessage answer = await _live.GetAsync(service, path);
                Assert.Equal(200, (int)answer.StatusCode);
            }
        }

        using HttpResponseMessage other = await _live.GetAsync("gateway", "/v1/time?full=1");
        await other.ProblemAsync(400, "invalid-parameter");
    }

    [Fact]
    public async Task Half_a_character_in_a_document_is_called_that_with_its_line()
    {
        using HttpResponseMessage answer = await BodyAsync(HttpMethod.Post, "progression", "/v1/policies/progression/validate", "{\n\n\"rewards\":[{\"reward\":\"\\ud800\"}]}");
        JsonElement fault = Assert.Single((await answer.ProblemAsync(400, "invalid-policy")).GetProperty("faults").EnumerateArray());
        Assert.Equal(3, fault.GetProperty("line").GetInt32());
        Assert.Contains("half of a surrogate pair", fault.GetProperty("reason").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-11-29T10:00Z")]
    [InlineData("2026-11-29T10:00:00.Z")]
    public async Task A_time_that_is_not_whole(string time)
    {
        using HttpResponseMessage sent = await _live.SendAsync("{\"id\":\"timed\",\"playerId\":\"timed\",\"type\":\"xp_gained\",\"occurredAt\":\"" + time + "\",\"data\":{\"amount\":1}}");
        await sent.ProblemAsync(400, "invalid-event");
        using HttpResponseMessage block = await BodyAsync(HttpMethod.Put, "fairness", "/v1/players/timed/block", "{\"until\":\"" + time + "\",\"reason\":\"r\"}");
        Assert.StartsWith("until is not", (await block.ProblemAsync(400, "malformed-body")).GetProperty("detail").GetString(), StringComparison.Ordinal);
        using HttpResponseMessage policy = await _live.OperateAsync(HttpMethod.Put, "fairness", $"/v1/policies/fairness?reason=r&effectiveAt={time}", new { }, ifMatch: "\"0\"");
        await policy.ProblemAsync(400, "invalid-parameter");
    }

    private Task<HttpResponseMessage> BodyAsync(HttpMethod method, string service, string path, string body) => _live.OperateBytesAsync(method, service, path, Encoding.UTF8.GetBytes(body));
}
