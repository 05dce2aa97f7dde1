using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Gateway.Webhooks;

/// <summary>Whoever says which version of a webhook they have read changes no other.</summary>
public sealed class Webhooks_that_two_change
{
    private const string Hook = "/v1/webhooks/game", Viewer = "vera may look, and no more";

    [Fact]
    public async Task What_was_not_read_is_not_taken_back()
    {
        await using LiveSystem live = await LiveSystem.StartAsync(null, ("Operators:vera:Token", Viewer), ("Operators:vera:Role", "viewer"));
        using (HttpResponseMessage none = await PutAsync(live, "first", "*"))
            await none.ProblemAsync(412, "stale-webhook");
        string made = await TagAsync(await PutAsync(live, "first"), 201);
        Assert.Equal(made, await TagAsync(await live.GetAsync("gateway", Hook, LiveSystem.OperatorToken)));
        using (HttpResponseMessage seen = await live.GetAsync("gateway", Hook, Viewer))
            Assert.Null(seen.Headers.ETag); // the address behind its host is in it

        HttpResponseMessage[] answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(n => PutAsync(live, $"of-{n}", made)));

        Assert.Equal([200, 412, 412, 412, 412, 412], answers.Select(answer => (int)answer.StatusCode).Order());
        HttpResponseMessage done = Assert.Single(answers, answer => (int)answer.StatusCode == 200);
        string changed = await TagAsync(done);
        Assert.NotEqual(made, changed);
        foreach ((string tag, int status, string problem) in new[] { (made, 412, "stale-webhook"), ("W/" + changed, 412, "stale-webhook"), (changed.Trim('"'), 400, "invalid-parameter"), (",", 400, "invalid-parameter"), (new string('"', 2000), 400, "invalid-parameter") })
        {
            using HttpResponseMessage refused = await PutAsync(live, "stale", tag), kept = await live.OperateAsync(HttpMethod.Post, "gateway", Hook + "/rotate", ifMatch: tag);
            await refused.ProblemAsync(status, problem);
            await kept.ProblemAsync(status, problem);
        }

        await live.RestartAsync();
        Assert.Equal(changed, await TagAsync(await live.GetAsync("gateway", Hook, LiveSystem.OperatorToken)));
        string rotated = await TagAsync(await live.OperateAsync(HttpMethod.Post, "gateway", Hook + "/rotate", ifMatch: changed));
        Assert.NotEqual(changed, rotated);
        Assert.NotEqual(rotated, await TagAsync(await PutAsync(live, "last", $"{made}, {rotated}")));
        Assert.Equal(["change", "rotate", "change", "make"], (await live.JsonAsync("gateway", "/v1/audit?limit=50", LiveSystem.OperatorToken)).GetProperty("entries").EnumerateArray()
            .Where(entry => entry.GetProperty("kind").GetString() == "webhook").Select(entry => entry.GetProperty("action").GetString()));
    }

    private static Task<HttpResponseMessage> PutAsync(LiveSystem live, string path, string? ifMatch = null) =>
        live.OperateAsync(HttpMethod.Put, "gateway", Hook, new { url = $"https://notices.example.invalid/{path}" }, ifMatch: ifMatch);

    private static async Task<string> TagAsync(HttpResponseMessage answer, int status = 200)
    {
        await answer.JsonAsync(status);
        return answer.Headers.ETag!.ToString();
    }
}
