using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Fairness.Endpoints;

/// <summary>A decision about a player may say which block was read, as a document's change says which version.</summary>
public sealed class Decisions_over_HTTP(FairnessSystem shared) : IClassFixture<FairnessSystem>
{
    private readonly LiveSystem _system = shared.Live;

    [Fact]
    public async Task What_was_not_read_is_not_undone_and_the_refusal_says_what_it_is()
    {
        string player = LiveSystem.NewId("twice"), standing = $"/v1/players/{player}/standing", block = $"/v1/players/{player}/block";
        using (HttpResponseMessage anybody = await _system.GetAsync("fairness", standing))
            Assert.Null(anybody.Headers.ETag);
        string read = await TagAsync(HttpMethod.Get, standing);
        Assert.Equal("\"0\"", read);

        string held = await TagAsync(HttpMethod.Put, block, new { duration = "P365D", reason = "bot farm" }, read);

        foreach ((HttpMethod method, string path, object? body) in new (HttpMethod, string, object?)[]
        {
            (HttpMethod.Put, block, new { seconds = 900, reason = "spam" }), (HttpMethod.Delete, block + "?reason=spam", null), (HttpMethod.Post, "/v1/players/unblock", new { playerId = player }),
        })
        {
            foreach ((string tag, int status, string type, string said) in new[]
            {
                (read, 412, "stale-standing", "by now: bot farm."), ("\"other\"", 412, "stale-standing", "names no ETag that was ever answered"), ($"W/{held}", 412, "stale-standing", "names a weak tag"),
                ("garbage", 400, "invalid-parameter", "If-Match must be the ETag"), ("\"0", 400, "invalid-parameter", "If-Match must be the ETag"), (",", 400, "invalid-parameter", "If-Match must be the ETag"),
                (string.Join(',', Enumerable.Repeat(held, 9)), 400, "invalid-parameter", "8 at most"),
            })
            {
                using HttpResponseMessage refused = await _system.OperateAsync(method, "fairness", path, body, ifMatch: tag);
                Assert.Contains(said, (await refused.ProblemAsync(status, type)).GetProperty("detail").GetString(), StringComparison.Ordinal);
            }
        }

        Assert.Equal(held, await TagAsync(HttpMethod.Get, standing));
        Assert.NotEqual(held, await TagAsync(HttpMethod.Put, block, new { duration = "P30D", reason = "a friend's" }, $"\"1\", {held}"));
        Assert.Equal("\"0\"", await TagAsync(HttpMethod.Delete, block, null, "*"));
        using (HttpResponseMessage lifted = await _system.OperateAsync(HttpMethod.Put, "fairness", block, new { seconds = 900, reason = "spam" }, ifMatch: held))
            Assert.Contains("is not blocked now", (await lifted.ProblemAsync(412, "stale-standing")).GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.NotEqual("\"0\"", await TagAsync(HttpMethod.Put, block, new { seconds = 900, reason = "spam" })); // whoever says nothing is not asked
    }

    private async Task<string> TagAsync(HttpMethod method, string path, object? body = null, string? ifMatch = null)
    {
        using HttpResponseMessage answer = await _system.OperateAsync(method, "fairness", path, body, ifMatch: ifMatch);
        await answer.JsonAsync(200);
        return answer.Headers.ETag!.ToString();
    }
}
