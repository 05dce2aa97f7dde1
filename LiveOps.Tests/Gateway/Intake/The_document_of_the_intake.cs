using System.Text.Json;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Gateway.Intake;

/// <summary>What rows mean is a document like others: versions, rollback, and what is in force counts at once.</summary>
public sealed class The_document_of_the_intake
{
    private const string Rows = "who,n,id\ndoc-1,1,{0}\n";

    [Fact]
    public async Task A_change_counts_for_the_next_request_and_is_there_after_a_restart()
    {
        await using LiveSystem live = await LiveSystem.StartAsync(settings: ("Intake__Secrets__a__0", IntakeWorld.Password));
        Assert.Empty((await live.JsonAsync("gateway", "/v1/policies/intake", LiveSystem.OperatorToken)).GetProperty("sources").EnumerateObject());
        Assert.Equal(404, await SendAsync(live, "1"));
        await IntakeWorld.PutAsync(live, Document("amount"));
        Assert.Equal(202, await SendAsync(live, "1"));
        await live.RestartAsync();
        Assert.Equal(202, await SendAsync(live, "2"));
        await IntakeWorld.PutAsync(live, """{"sources":{}}""");
        Assert.Equal(404, await SendAsync(live, "3"));
        using (HttpResponseMessage back = await live.OperateAsync(HttpMethod.Post, "gateway", "/v1/policies/intake/rollback?version=1&reason=it+was+right"))
            await back.JsonAsync(200);
        Assert.Equal(202, await SendAsync(live, "3"));
        await live.RestartAsync();
        Assert.Equal(202, await SendAsync(live, "4"));
        await live.EventuallyAsync("progression", "/v1/players/doc-1", player => player.GetProperty("xp").GetInt64() == 4);

        JsonElement versions = await live.JsonAsync("gateway", "/v1/policies/intake/versions", LiveSystem.OperatorToken);
        Assert.Equal([3, 2, 1], versions.GetProperty("versions").EnumerateArray().Select(version => version.GetProperty("version").GetInt32()));
        JsonElement audit = await live.JsonAsync("gateway", "/v1/audit?kind=policy", LiveSystem.OperatorToken);
        Assert.Equal([3, 2, 1], audit.GetProperty("entries").EnumerateArray().Select(entry => entry.GetProperty("version").GetInt32()));
    }

    [Fact]
    public async Task A_change_at_a_time_counts_from_then_on()
    {
        var clock = new ManualClock(DateTimeOffset.UtcNow);
        await using LiveSystem live = await LiveSystem.StartAsync(clock, ("Intake__Secrets__a__0", IntakeWorld.Password));
        string at = clock.GetUtcNow().AddHours(1).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
        using (HttpResponseMessage put = await live.OperateAsync(HttpMethod.Put, "gateway", $"/v1/policies/intake?reason=later&effectiveAt={at}", JsonElement.Parse(Document("amount")), ifMatch: "*"))
            Assert.False((await put.JsonAsync(200)).GetProperty("inForce").GetBoolean());
        Assert.Equal(404, await SendAsync(live, "1"));
        clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(202, await SendAsync(live, "1"));
    }

    [Fact]
    public async Task A_file_is_the_document_and_nobody_else_changes_it()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File("intake.json"), Document("amount"), TestContext.Current.CancellationToken);
        await using LiveSystem live = await LiveSystem.StartAsync(settings: [("Intake__Secrets__a__0", IntakeWorld.Password), ("POLICY_DIR", folder.File("."))]);
        Assert.Equal(202, await SendAsync(live, "1"));
        using HttpResponseMessage put = await live.OperateAsync(HttpMethod.Put, "gateway", "/v1/policies/intake?reason=no", JsonElement.Parse(Document("amount")), ifMatch: "*");
        await put.ProblemAsync(409, "managed-by-file");
        await live.RestartAsync(() => File.WriteAllText(folder.File("intake.json"), "{")); // wrong at start: the last good one runs on
        Assert.Equal(202, await SendAsync(live, "2"));
    }

    [Theory]
    [InlineData("""{"sources":{"a":{"format":"csv","fields":{"playerId":"who","amount":"n"},"proof":{"basic":{"user":"a"}}}}}""", "/sources/a/fields", "need id or occurredAt")]
    [InlineData("""{"sources":{"a":{"format":"csv","fields":{"playerId":"who","amount":"n","occurredAt":{"value":"2026-11-20T00:00:00Z"}},"proof":{"basic":{"user":"a"}}}}}""", "/sources/a/fields/occurredAt", "taken from a field")]
    [InlineData("""{"sources":{"a":{"format":"csv","fields":{"playerId":"who","amount":"n","id":{"from":"i","default":"x"}},"proof":{"basic":{"user":"a"}}}}}""", "/sources/a/fields/id", "have no default")]
    [InlineData("""{"sources":{"a":{"format":"csv","fields":{"playerId":"who","amount":"n","occurredAt":{"from":"t","format":"HH:mm"}},"proof":{"basic":{"user":"a"}}}}}""", "/sources/a/fields/occurredAt/format", "with a date and a time")]
    [InlineData("""{"sources":{"A":{"format":"csv","fields":{"playerId":"who","id":"i"},"proof":{"basic":{"user":"a"}}}}}""", "/sources/A", "no id of a source")]
    [InlineData("""{"sources":{"a":{"format":"csv","header":false,"fields":{"playerId":"who","id":"2"},"proof":{"basic":{"user":"a"}}}}}""", "/sources/a/fields/playerId", "number of a column")]
    [InlineData("""{"sources":{"a":{"format":"form","record":"/a","fields":{"playerId":"who","id":"2"},"proof":{"basic":{"user":"a"}}}}}""", "/sources/a/record", "for the format xml")]
    [InlineData("""{"sources":{"a":{"format":"csv","fields":{"playerId":"who","id":"2"},"proof":{}}}}""", "/sources/a/proof", "one of hmac, basic, certificate")]
    [InlineData("""{"sources":{"a":{"format":"csv","fields":{"playerId":"who","occurredAt":{"from":"t","format":"yyyy"}},"proof":{"basic":{"user":"a"}}}}}""", "/sources/a/fields/occurredAt/format", "with a date and a time")]
    [InlineData("""{"sources":{"a":{"format":"csv","secret":"x","fields":{"playerId":"who","id":"2"},"proof":{"basic":{"user":"a"}}}}}""", "/sources/a/secret", "means nothing here")]
    public async Task What_is_wrong_is_told_where_it_stands(string document, string place, string reason)
    {
        await using LiveSystem live = await LiveSystem.StartAsync();
        using HttpResponseMessage answer = await live.OperateAsync(HttpMethod.Post, "gateway", "/v1/policies/intake/validate", JsonElement.Parse(document));
        JsonElement fault = (await answer.ProblemAsync(400, "invalid-policy")).GetProperty("faults")[0];
        Assert.Equal(place, fault.GetProperty("pointer").GetString());
        Assert.Contains(reason, fault.GetProperty("reason").GetString(), StringComparison.Ordinal);
    }

    private static string Document(string member) =>
        """{"sources":{"a":{"format":"csv","fields":{"playerId":"who","member":"n","id":"id"},"proof":{"basic":{"user":"a"}}}}}""".Replace("member", member, StringComparison.Ordinal);

    private static async Task<int> SendAsync(LiveSystem live, string id)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, live.Url("gateway", "/v1/intake/a")) { Content = new StringContent(Rows.Replace("{0}", id, StringComparison.Ordinal)) };
        request.Headers.Authorization = new("Basic", Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes("a:" + IntakeWorld.Password)));
        using HttpResponseMessage answer = await http.SendAsync(request);
        return (int)answer.StatusCode;
    }
}
