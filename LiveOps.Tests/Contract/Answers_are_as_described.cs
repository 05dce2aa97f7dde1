using System.Text;
using System.Text.Json;
using LiveOps.Tests.Gateway.Intake;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Contract;

/// <summary>Every operation of every service is called, in the ways that matter, and each answer is exactly what the service's document says.</summary>
public sealed partial class Answers_are_as_described
{
    private const string Arena = "/v1/leaderboards/arena", Daily = Arena + "/daily";

    [Fact]
    public async Task Each_answer_of_each_operation()
    {
        await using LiveSystem live = await LiveSystem.StartAsync(settings: [("Quotas__default", "1000/60"), .. IntakeWorld.Secrets]);
        ServiceDocuments documents = await ServiceDocuments.ReadAsync(live);
        await SendAsync(live, documents);
        await live.EventuallyAsync("progression", "/v1/players/ada/rewards", answer => answer.GetProperty("rewards").GetArrayLength() > 0);
        await live.EventuallyAsync("leaderboard", Daily, page => page.GetProperty("total").GetInt32() == 2);
        await ReadAsync(live, documents);
        await LeaguesAsync(live, documents);
        await LiveEventsAsync(live, documents);
        await OperateAsync(live, documents);
        await WebhooksAsync(live, documents);
        await RowsAsync(live, documents);

        Assert.True(documents.Unseen.Count == 0, $"No answer was looked at of {string.Join("; ", documents.Unseen)}.");
    }

    private static async Task SendAsync(LiveSystem live, ServiceDocuments documents)
    {
        string[] each = [live.Xp("ada", 900), live.Boss("ada", "dragon"), live.Item("ada", "sword", 2), live.Score("ada", "arena", 70), live.Counter("ada", "races", 1)];
        foreach (string one in each)
            await SignedAsync("/v1/events", one, 202);
        await SignedAsync("/v1/events", $$"""{"events":[{{live.Score("bob", "arena", 60)}},{{each[0]}},{"id":7},{{live.Xp("bob", 999_999_999)}}]}""", 202);
        await SignedAsync("/events", live.Xp("bob", 1), 202);
        await SignedAsync("/v1/players/ada/keys", JsonSerializer.Serialize(new { expiresAt = DateTimeOffset.UtcNow.AddHours(1) }), 200);
        await SignedAsync("/v1/players/ada/keys", "{}", 400);
        await SignedAsync("/v1/events", "[]", 400);
        await SignedAsync("/v1/events", """{"events":[{"id":"x"}]}""", 400);
        await SignedAsync("/v1/events", $$"""{"events":[{"id":"x"},{{live.Xp("bob", 999_999_999)}}]}""", 422);
        string again = live.Xp("bob", 2);
        (await live.SignedAsync("gateway", "/v1/events", Encoding.UTF8.GetBytes(again), "msg-again")).Dispose();
        using (await documents.CheckAsync(await live.SignedAsync("gateway", "/v1/events", Encoding.UTF8.GetBytes(again), "msg-again")))
        using (await documents.CheckAsync(await live.SignedAsync("gateway", "/v1/events", Encoding.UTF8.GetBytes(each[0]), "msg-again")))
        using (await documents.CheckAsync(await live.SignedAsync("gateway", "/v1/events", Encoding.UTF8.GetBytes(each[0]), signature: "v1,AAAA")))
        using (await documents.CheckAsync(await live.SignedAsync("gateway", "/v1/events", Encoding.UTF8.GetBytes(each[0]), key: "nobody")))
        using (await documents.CheckAsync(await live.SignedAsync("gateway", "/v1/events", Encoding.UTF8.GetBytes(each[0]), encoding: "br")))
        using (await documents.CheckAsync(await live.SignedAsync("gateway", "/v1/events", new byte[2 << 20])))
        {
        }

        async Task SignedAsync(string path, string body, int status)
        {
            using HttpResponseMessage answer = await documents.CheckAsync(await live.SignedAsync("gateway", path, Encoding.UTF8.GetBytes(body)));
            Assert.Equal(status, (int)answer.StatusCode);
        }
    }

    private static async Task ReadAsync(LiveSystem live, ServiceDocuments documents)
    {
        foreach (string service in ServiceDocuments.Services)
        {
            await GetAsync(service, "/healthz", 200);
            await live.EventuallyAsync(service, "/readyz", _ => true);
            await GetAsync(service, "/readyz", 200);
        }

        await GetAsync("gateway", "/v1/time", 200);
        await GetAsync("gateway", "/v1/time?zone=KST", 400);
        await GetAsync("gateway", "/v1/players/ada/summary", 200);
        await GetAsync("gateway", "/v1/players/nobody/summary", 404);
        await GetAsync("fairness", "/v1/players/ada/standing", 200);
        await GetAsync("fairness", "/v1/players/a%20b/standing", 400);
        await GetAsync("progression", "/v1/players/ada", 200);
        await GetAsync("progression", "/v1/players/nobody", 404);
        await GetAsync("progression", "/v1/players/ada/rewards", 200);
        await GetAsync("progression", "/v1/rules", 200);
        await GetAsync("progression", "/.well-known/jwks.json", 200);
        await GetAsync("leaderboard", "/v1/leaderboards", 200);
        await GetAsync("leaderboard", Daily, 200);
        await GetAsync("leaderboard", Arena + "/all?limit=1&offset=1", 200);
        await GetAsync("leaderboard", Arena + "/seasonal", 200);
        await GetAsync("leaderboard", Daily + "?limit=0", 400);
        await GetAsync("leaderboard", "/v1/leaderboards/nowhere/daily", 404);
        await GetAsync("leaderboard", Daily + "/players/ada", 200);
        await GetAsync("leaderboard", Daily + "/players/nobody", 404);
        await GetAsync("leaderboard", Daily + "/players/ada/around?limit=3", 200);
        foreach (object set in new object[] { new { playerIds = new[] { "ada", "nobody" } }, new { players = 7 } })
        {
            using (await documents.CheckAsync(await live.OperateAsync(HttpMethod.Post, "leaderboard", Daily + "/players", set)))
            {
            }
        }

        await GetAsync("leaderboard", Daily + "/live?limit=0", 400); // who listens reads no end
        await GetAsync("leaderboard", Daily + "/players/ada/around/live?limit=0", 400);
        await GetAsync("leaderboard", Arena + "/hall-of-fame", 200);
        await GetAsync("leaderboard", Arena + "/daily/hall-of-fame", 200);
        await GetAsync("leaderboard", "/v1/players/ada/ranks", 200);

        using HttpResponseMessage page = await live.GetAsync("leaderboard", Daily);
        using var same = new HttpClient();
        same.DefaultRequestHeaders.Add("If-None-Match", page.Headers.ETag!.ToString());
        using HttpResponseMessage unchanged = await documents.CheckAsync(await same.GetAsync(live.Url("leaderboard", Daily), TestContext.Current.CancellationToken));
        Assert.Equal(304, (int)unchanged.StatusCode);

        const string Claim = "/v1/players/ada/rewards/first-kill:dragon/claim";
        using HttpResponseMessage claimed = await documents.CheckAsync(await live.SignedAsync("progression", Claim, []));
        string receipt = (await claimed.JsonAsync(200)).GetProperty("receipt").GetString()!;
        using (await documents.CheckAsync(await live.SignedAsync("progression", Claim.Replace("dragon", "nobody", StringComparison.Ordinal), [])))
        using (await documents.CheckAsync(await live.SignedAsync("progression", Claim, [], secret: "another secret, also of 32 bytes or more")))
        {
        }

        foreach (string text in new[] { receipt, "a.b.c" })
        {
            using (await documents.CheckAsync(await live.OperateAsync(HttpMethod.Post, "progression", "/v1/receipts/verify", new { receipt = text })))
            {
            }
        }

        async Task GetAsync(string service, string path, int status)
        {
            using HttpResponseMessage answer = await documents.CheckAsync(await live.GetAsync(service, path));
            Assert.Equal(status, (int)answer.StatusCode);
        }
    }

    private static async Task OperateAsync(LiveSystem live, ServiceDocuments documents)
    {
        foreach (string service in new[] { "fairness", "leaderboard", "gateway" })
        {
            await CallAsync(HttpMethod.Get, service, "/v1/known?player=ada", 200);
            await CallAsync(HttpMethod.Get, service, "/v1/known?player=a%20b", 400);
        }

        await CallAsync(HttpMethod.Get, "fairness", "/v1/flags?limit=5", 200);
        await CallAsync(HttpMethod.Get, "fairness", "/v1/flags?after=nonsense", 400);
        await ReviewAsync(CallAsync);
        await PlayersAsync(CallAsync);
        await CallAsync(HttpMethod.Get, "fairness", "/v1/players/bob/standing", 200);
        await CallAsync(HttpMethod.Put, "fairness", "/v1/players/bob/block", 200, new { seconds = 60, reason = "tested" });
        await CallAsync(HttpMethod.Put, "fairness", "/v1/players/bob/block", 400, new { seconds = 60 });
        await CallAsync(HttpMethod.Get, "fairness", "/v1/players/bob/standing", 200);
        await CallAsync(HttpMethod.Delete, "fairness", "/v1/players/bob/block?reason=tested", 200);
        await CallAsync(HttpMethod.Post, "fairness", "/v1/players/unblock", 200, new { playerId = "bob", reason = "tested" });
        await CallAsync(HttpMethod.Post, "fairness", "/v1/players/unblock", 400, new { });
        await CallAsync(HttpMethod.Post, "fairness", "/v1/players/bob/keys/revoke?reason=tested", 200);
        await CallAsync(HttpMethod.Post, "fairness", "/v1/players/a%20b/keys/revoke", 400);
        await CallAsync(HttpMethod.Post, "fairness", "/v1/verdicts", 415, new { });
        foreach (string service in ServiceDocuments.Services)
        {
            await CallAsync(HttpMethod.Get, service, "/v1/dead-letters", 200);
            await CallAsync(HttpMethod.Get, service, "/v1/dead-letters/none", 404);
            await CallAsync(HttpMethod.Post, service, "/v1/dead-letters/none/replay", 404);
            await CallAsync(HttpMethod.Delete, service, "/v1/dead-letters/none", 404);
            await CallAsync(HttpMethod.Get, service, "/v1/audit?limit=0", 400);
            await CallAsync(HttpMethod.Get, service, "/v1/operators/me", 200);
        }

        foreach ((string service, string name, string json) in new[]
        {
            ("fairness", "fairness", """{"rates":{"perSecond":50,"burst":100},"throttledRates":{"perSecond":10,"burst":20},"rules":[],"escalation":[],"forgetting":{"days":30,"players":5000000}}"""),
            ("progression", "progression", "{}"), ("leaderboard", "boards", "{}"), ("gateway", "intake", """{"sources":{}}"""),
        })
        {
            object document = JsonDocument.Parse(json).RootElement;
            string policy = "/v1/policies/" + name;
            await CallAsync(HttpMethod.Get, service, "/v1/policies", 200);
            await CallAsync(HttpMethod.Get, service, policy, 200);
            await CallAsync(HttpMethod.Get, service, "/v1/policies/none", 404);
            await CallAsync(HttpMethod.Put, service, policy + "?reason=tested", 428, document);
            await CallAsync(HttpMethod.Put, service, policy + "?reason=tested", 200, document, "\"0\"");
            await CallAsync(HttpMethod.Put, service, policy + "?reason=tested", 412, document, "\"0\"");
            await CallAsync(HttpMethod.Put, service, policy + "?reason=tested", 400, new { nonsense = 1 }, "\"1\"");
            await CallAsync(HttpMethod.Put, service, policy, 400, document, "\"1\"");
            await CallAsync(HttpMethod.Put, service, policy + "?reason=tested&effectiveAt=2099-01-01T00:00:00Z", 200, document, "\"1\"");
            await CallAsync(HttpMethod.Get, service, policy + "/versions", 200);
            await CallAsync(HttpMethod.Get, service, policy + "/versions/1", 200);
            await CallAsync(HttpMethod.Get, service, policy + "/versions/99", 404);
            await CallAsync(HttpMethod.Get, service, policy + "/scheduled", 200);
            await CallAsync(HttpMethod.Delete, service, policy + "/scheduled/2", 204);
            await CallAsync(HttpMethod.Delete, service, policy + "/scheduled/2", 404);
            await CallAsync(HttpMethod.Post, service, policy + "/validate", 200, document);
            await CallAsync(HttpMethod.Post, service, policy + "/validate", 400, new { nonsense = 1 });
            await CallAsync(HttpMethod.Post, service, policy + "/dry-run", 200, document);
            await CallAsync(HttpMethod.Post, service, policy + "/dry-run", 400, new { nonsense = 1 });
            await CallAsync(HttpMethod.Post, service, policy + "/rollback", 200, new { version = 0, reason = "tested" });
            await CallAsync(HttpMethod.Get, service, policy + "/schema", 200);
        }

        JsonElement done = await CallAsync(HttpMethod.Post, "leaderboard", Daily + "/rollover", 200);
        await CallAsync(HttpMethod.Post, "leaderboard", Daily + "/rollover", 409);
        string past = $"{Daily}/history/{done.GetProperty("period").GetString()}";
        await CallAsync(HttpMethod.Get, "leaderboard", Daily + "/history", 200);
        await CallAsync(HttpMethod.Get, "leaderboard", Daily + "/history/2001-01-01", 404);
        await CallAsync(HttpMethod.Get, "leaderboard", past, 200);
        await CallAsync(HttpMethod.Get, "leaderboard", past + "/players/ada", 200);
        await CallAsync(HttpMethod.Get, "leaderboard", past + "/players/ada/around", 200);
        await CallAsync(HttpMethod.Get, "leaderboard", Arena + "/hall-of-fame?window=daily", 200);
        await CallAsync(HttpMethod.Put, "leaderboard", "/v1/leaderboards/players/bob/hidden", 204);
        await CallAsync(HttpMethod.Get, "leaderboard", "/v1/leaderboards/hidden", 200);
        await CallAsync(HttpMethod.Delete, "leaderboard", "/v1/leaderboards/players/bob/hidden", 204);
        await CallAsync(HttpMethod.Post, "leaderboard", "/v1/leaderboards/hide", 204, new { playerId = "bob" });
        await CallAsync(HttpMethod.Post, "leaderboard", "/v1/leaderboards/show", 204, new { playerId = "bob" });
        await CallAsync(HttpMethod.Post, "leaderboard", "/v1/leaderboards/remove", 204, new { board = "arena", window = "weekly", playerId = "bob" });
        await CallAsync(HttpMethod.Delete, "leaderboard", Arena + "/all/players/bob", 204);
        await CallAsync(HttpMethod.Delete, "leaderboard", "/v1/leaderboards/nowhere", 404);
        await CallAsync(HttpMethod.Delete, "leaderboard", Arena, 200);
        await CallAsync(HttpMethod.Post, "leaderboard", "/v1/leaderboards/drop", 404, new { board = "arena" });
        await CallAsync(HttpMethod.Post, "leaderboard", "/v1/leaderboards/drop", 400, new { });

        await CallAsync(HttpMethod.Get, "progression", "/v1/players/ada/export", 200);
        await CallAsync(HttpMethod.Post, "progression", "/v1/players/export", 200, new { playerId = "ada" });
        await CallAsync(HttpMethod.Post, "progression", "/v1/players/export", 404, new { playerId = "nobody" });
        await GrantAsync(CallAsync);
        await CallAsync(HttpMethod.Delete, "progression", "/v1/players/bob", 204);
        await CallAsync(HttpMethod.Post, "progression", "/v1/players/erase", 204, new { playerId = "ada" });
        await CallAsync(HttpMethod.Post, "progression", "/v1/players/erase", 400, new { });
        using (await documents.CheckAsync(await live.OperateAsync(HttpMethod.Get, "progression", "/v1/players/ada/export", token: "guessed")))
        {
        }

        async Task<JsonElement> CallAsync(HttpMethod method, string service, string path, int status, object? body = null, string? ifMatch = null)
        {
            using HttpResponseMessage answer = await documents.CheckAsync(await live.OperateAsync(method, service, path, body, ifMatch: ifMatch));
            string text = await answer.Content.ReadAsStringAsync();
            Assert.True((int)answer.StatusCode == status, $"{method} {path}: {(int)answer.StatusCode} {text}");
            return text.Length > 0 ? JsonDocument.Parse(text).RootElement : default;
        }
    }

    private static async Task GrantAsync(Func<HttpMethod, string, string, int, object?, string?, Task> call)
    {
        object grant = new { id = "g1", reason = "a test", xp = 1, items = new { sword = 1 }, reward = "sorry" };
        await call(HttpMethod.Post, "progression", "/v1/players/ada/grants", 200, grant, null);
        await call(HttpMethod.Post, "progression", "/v1/players/ada/grants", 422, new { id = "g1", reason = "another", xp = 1 }, null);
        await call(HttpMethod.Post, "progression", "/v1/players/nobody/grants", 404, grant, null);
        await call(HttpMethod.Post, "progression", "/v1/players/ada/grants", 400, new { }, null);
        await call(HttpMethod.Post, "progression", "/v1/grants", 202, new { id = "j1", reason = "a test", items = new { sword = 1 }, playerIds = new[] { "ada", "nobody" } }, null);
        await call(HttpMethod.Post, "progression", "/v1/grants", 422, new { id = "j1", reason = "another", xp = 1, playerIds = new[] { "ada" } }, null);
        await call(HttpMethod.Post, "progression", "/v1/grants/j1/stop", 200, null, null);
        await call(HttpMethod.Post, "progression", "/v1/grants/j1/continue", 200, null, null);
        await call(HttpMethod.Get, "progression", "/v1/grants/j1", 200, null, null);
        await call(HttpMethod.Get, "progression", "/v1/grants/j2", 404, null, null);
        await call(HttpMethod.Get, "progression", "/v1/grants?limit=1", 200, null, null);
    }
}
