using System.Text;
using System.Text.Json;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Embedded;

/// <summary>An export holds what each service knows, whoever is hidden too; after an erase there is nothing to export.</summary>
public sealed class Exporting_a_player
{
    private const string Moderator = "moderators may not export", HookPath = "/a/path/with/a-token";

    private const string Leagues = """{"leagues":{"ladder":{"board":"arena","window":"daily","cohortSize":10,"divisions":["bronze","silver"],"promote":1,"relegate":1}}}""";

    private static readonly string[] Others = ["fairness", "leaderboard", "gateway"];

    [Fact]
    public async Task It_holds_each_part_and_after_an_erase_there_is_nobody_to_export()
    {
        await using LiveSystem live = await LiveSystem.StartAsync(
            null, ("WEBHOOK_PRIVATE_HOSTS", "localhost"), ("Operators:mo:Token", Moderator), ("Operators:mo:Role", "moderator"));
        string secret = await PrepareAsync(live);
        string[] events = [live.Boss("ada", "dragon"), live.Xp("ada", 2000), live.Score("ada", "arena", 70), live.Score("ada", "cup", 7), live.Score("bob", "arena", 60)];
        await live.AcceptAsync(events);
        using (await live.SendAsync(live.Xp("ada", 100_001))) // a flag
        {
        }

        await live.EventuallyAsync("leaderboard", "/v1/leaderboards/arena/all", page => page.GetProperty("total").GetInt32() == 2);
        using (HttpResponseMessage closed = await live.OperateAsync(HttpMethod.Post, "leaderboard", "/v1/leaderboards/arena/weekly/rollover"))
            await closed.JsonAsync(200);
        using (HttpResponseMessage hidden = await live.OperateAsync(HttpMethod.Put, "leaderboard", "/v1/leaderboards/players/ada/hidden"))
            Assert.Equal(204, (int)hidden.StatusCode);
        JsonElement export = await live.EventuallyAsync("progression", "/v1/players/ada/export", IsWhole, LiveSystem.OperatorToken);

        Assert.Equal((2500, 1, "arena"), (export.GetProperty("xp").GetInt32(), export.GetProperty("bossKills").GetProperty("dragon").GetInt32(), export.GetProperty("standing").GetProperty("learned").GetProperty("boards").EnumerateArray().Last().GetProperty("board").GetString()));
        Assert.Equal("xp-amount", export.GetProperty("standing").GetProperty("flags")[0].GetProperty("rule").GetString());
        Assert.Equal("""{"isHidden":true,"byOperator":true}""", export.GetProperty("hidden").GetRawText());
        Assert.Equal( // at midnight a day becomes a past one
            ["arena all", "arena daily", "arena seasonal", "arena weekly", "cup seasonal"],
            export.GetProperty("ranks").EnumerateArray().Concat(export.GetProperty("periods").EnumerateArray()).Select(place => $"{place.GetProperty("board").GetString()} {place.GetProperty("window").GetString()}").Order());
        Assert.All(export.GetProperty("ranks").EnumerateArray(), rank => Assert.Equal(JsonValueKind.Null, rank.GetProperty("rank").ValueKind));
        Assert.Contains(export.GetProperty("periods").EnumerateArray(), place => (place.GetProperty("window").GetString(), place.GetProperty("score").GetInt32()) == ("weekly", 70));
        Assert.Equal("bronze", export.GetProperty("leagues")[0].GetProperty("division").GetString());
        Assert.Equal("""[{"liveEvent":"cup","attempts":1}]""", export.GetProperty("liveEvents").GetRawText());
        Assert.Equal("[]", export.GetProperty("cutShort").GetRawText());
        JsonElement notice = export.GetProperty("notices").EnumerateArray().First(one => one.GetProperty("type").GetString() == "level.reached");
        Assert.Equal(("game", "http://localhost:1", "pending"), (notice.GetProperty("webhook").GetString(), notice.GetProperty("to").GetString(), notice.GetProperty("status").GetString()));
        Assert.True(notice.GetProperty("data").GetProperty("level").GetInt32() > 1);
        Assert.DoesNotContain(HookPath, export.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain(secret, export.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("bob", export.GetRawText(), StringComparison.Ordinal);

        await OnlyAdminsAsync(live);
        using (HttpResponseMessage erased = await live.OperateAsync(HttpMethod.Delete, "progression", "/v1/players/ada"))
            Assert.Equal(204, (int)erased.StatusCode);
        await IsGoneAsync(live);
        await live.RestartAsync();
        await IsGoneAsync(live);
    }

    [Fact]
    public async Task Whom_only_another_service_knows_is_told_with_nothing_gained()
    {
        await using LiveSystem live = await LiveSystem.StartAsync();
        using (HttpResponseMessage nobody = await live.OperateAsync(HttpMethod.Get, "progression", "/v1/players/eve/export"))
            await nobody.ProblemAsync(404, "unknown-player");
        using (HttpResponseMessage blocked = await live.OperateAsync(HttpMethod.Put, "fairness", "/v1/players/eve/block", new { seconds = 600, reason = "chargeback" }))
            await blocked.JsonAsync(200);
        using HttpResponseMessage answer = await live.OperateAsync(HttpMethod.Get, "progression", "/v1/players/eve/export");
        JsonElement export = await answer.JsonAsync(200);
        Assert.Equal((1, 0, JsonValueKind.Null, "blocked", "chargeback"), (export.GetProperty("level").GetInt32(), export.GetProperty("xp").GetInt32(), export.GetProperty("updatedAt").ValueKind, export.GetProperty("standing").GetProperty("status").GetString(), export.GetProperty("standing").GetProperty("reason").GetString()));
        Assert.Equal("[]", export.GetProperty("degraded").GetRawText());
    }

    // Events, notices and decisions come to each service in its own time.
    private static bool IsWhole(JsonElement export) =>
        export.GetProperty("xp").GetInt32() == 2500 && export.GetProperty("degraded").GetArrayLength() == 0
        && export.GetProperty("standing").GetProperty("flags").GetArrayLength() == 1 && export.GetProperty("standing").GetProperty("learned").ValueKind == JsonValueKind.Object
        && export.GetProperty("periods").GetArrayLength() > 0 && export.GetProperty("periods").GetArrayLength() + export.GetProperty("ranks").GetArrayLength() == 5
        && export.GetProperty("notices").EnumerateArray().Any(one => one.GetProperty("type").GetString() == "level.reached");

    // A webhook whose receiver is not there, a league, and a live event that counts attempts. Answers the webhook's secret.
    private static async Task<string> PrepareAsync(LiveSystem live)
    {
        using (HttpResponseMessage leagues = await live.OperateAsync(HttpMethod.Put, "leaderboard", "/v1/policies/leagues?reason=a%20test", JsonDocument.Parse(Leagues).RootElement, ifMatch: "\"0\""))
            await leagues.JsonAsync(200);
        string opens = DateTime.UtcNow.AddHours(-1).ToString("yyyy-MM-ddTHH:mm:ssZ", null), closes = DateTime.UtcNow.AddHours(5).ToString("yyyy-MM-ddTHH:mm:ssZ", null);
        JsonElement cup = JsonDocument.Parse($$$"""{"liveEvents":[{"id":"cup","opensAt":"{{{opens}}}","closesAt":"{{{closes}}}","board":{},"entry":{"mode":"open","maxAttempts":3}}]}""").RootElement;
        using (HttpResponseMessage put = await live.OperateAsync(HttpMethod.Put, "leaderboard", "/v1/policies/live-events?reason=a%20test", cup, ifMatch: "\"0\""))
            await put.JsonAsync(200);
        using HttpResponseMessage hook = await live.OperateAsync(HttpMethod.Put, "gateway", "/v1/webhooks/game", new { url = "http://localhost:1" + HookPath });
        return (await hook.JsonAsync(201)).GetProperty("secret").GetString()!;
    }

    private static async Task OnlyAdminsAsync(LiveSystem live)
    {
        foreach (string service in Others)
        {
            using HttpResponseMessage anybody = await live.OperateAsync(HttpMethod.Get, service, "/v1/known?player=ada", token: null);
            await anybody.ProblemAsync(401, "operator-required");
            using HttpResponseMessage moderator = await live.OperateAsync(HttpMethod.Get, service, "/v1/known?player=ada", token: Moderator);
            await moderator.ProblemAsync(403, "not-permitted");
            using HttpResponseMessage wrong = await live.OperateAsync(HttpMethod.Get, service, "/v1/known?player=a%20b");
            await wrong.ProblemAsync(400, "invalid-parameter");
        }

        using HttpResponseMessage refused = await live.OperateAsync(HttpMethod.Get, "progression", "/v1/players/ada/export", token: Moderator);
        await refused.ProblemAsync(403, "not-permitted");
    }

    private static async Task IsGoneAsync(LiveSystem live)
    {
        string last = "";
        for (var patience = new Patience(); !patience.IsOver; await Task.Delay(10))
        {
            using HttpResponseMessage answer = await live.OperateAsync(HttpMethod.Post, "progression", "/v1/players/export", new { playerId = "ada" });
            last = $"{(int)answer.StatusCode} {Encoding.UTF8.GetString(await answer.Content.ReadAsByteArrayAsync())}";
            if ((int)answer.StatusCode == 404)
                return;
        }

        Assert.Fail("it can be exported still: " + last);
    }
}
