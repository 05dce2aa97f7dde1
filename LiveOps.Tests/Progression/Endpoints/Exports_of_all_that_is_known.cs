using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using LiveOps.Core.Audit;
using LiveOps.Core.Boards;
using LiveOps.ServiceDefaults.Audit;
using LiveOps.Tests.Harness;
using LiveOps.Tests.Progression.Stores;
using Microsoft.Extensions.DependencyInjection;

namespace LiveOps.Tests.Progression.Endpoints;

/// <summary>An export asks the other services, and does not fail for one that gives no answer, or one that cannot be used.</summary>
public sealed class Exports_of_all_that_is_known : IAsyncLifetime
{
    private const string All = "standing ranks hidden periods leagues liveEvents notices";

    private KnowingService _fairness = null!, _leaderboard = null!, _gateway = null!;

    public async ValueTask InitializeAsync() => (_fairness, _leaderboard, _gateway) =
        (await KnowingService.StartAsync(KnowingService.Fairness), await KnowingService.StartAsync(KnowingService.Leaderboard), await KnowingService.StartAsync(KnowingService.Gateway));

    public async ValueTask DisposeAsync()
    {
        foreach (KnowingService service in new[] { _fairness, _leaderboard, _gateway })
            await service.DisposeAsync();
    }

    [Theory, Every<ProgressStores>]
    public async Task Whom_nobody_knows_is_unknown_and_whom_another_knows_is_as_one_who_has_gained_nothing(ProgressStores kind)
    {
        await using ProgressionHost host = await StartAsync(await ProgressStore.NewAsync(kind));
        Assert.Equal(404, (await ExportAsync(host, "ann")).Status);
        _gateway.Body = """{"known":true,"notices":[{"id":"n1"}],"cutShort":["notices"]}""";
        (int status, JsonElement export) = await ExportAsync(host, "ann");
        Assert.Equal(200, status);
        Assert.Equal(
            """
            {"playerId":"ann","level":1,"xp":0,"xpToNext":100,"bossKills":{},"items":{},"counters":{},"updatedAt":null,"kills":0,"rewards":[],"grants":[],"notes":[],
            "standing":{"status":"ok","flags":[],"learned":null,"keysRevokedAt":null},
            "ranks":[],"hidden":{"isHidden":false,"byOperator":false},"periods":[],"leagues":[],"liveEvents":[],
            "notices":[{"id":"n1"}],"degraded":[],"cutShort":["notices"]}
            """.ReplaceLineEndings(""),
            export.GetRawText());
    }

    [Fact]
    public async Task All_are_asked_as_the_operator_who_asks_and_told_nothing_else_of_the_request()
    {
        await using ProgressionHost host = await StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/players/export?reason=asked") { Content = new StringContent("""{"playerId":".."}""") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", ProgressionHost.OperatorToken);
        request.Headers.Add("liveops-operator", "ada");
        request.Headers.Add("Cookie", "a=b");
        Assert.Equal(404, (await host.SendAsync(request)).Status);
        foreach (KnowingService service in new[] { _fairness, _leaderboard, _gateway })
            Assert.Equal([$"/v1/known?player=.. Bearer {ProgressionHost.OperatorToken} ada"], service.Asked);
        AuditEntry entry = Assert.Single((await host.Services.GetRequiredService<IAudit>().PageAsync(new AuditQuery(10), TestContext.Current.CancellationToken))!.Entries).Entry;
        Assert.Equal(("ada", "export", "..", "asked", AuditEntry.Asked), (entry.By, entry.Action, entry.PlayerId, entry.Reason, entry.Outcome));
    }

    [Fact]
    public async Task Nobody_is_asked_for_whoever_may_not_export()
    {
        await using ProgressionHost host = await StartAsync(null, ("Operators:oz:Token", "the operator oz, no admin"), ("Operators:oz:Role", "operator"));
        Assert.Equal(401, (await host.GetAsync("/v1/players/ann/export")).Status);
        Assert.Equal(403, (await host.GetAsync("/v1/players/ann/export", "the operator oz, no admin")).Status);
        Assert.Equal(400, (await host.GetAsync("/v1/players/a%20b/export", ProgressionHost.OperatorToken)).Status);
        Assert.All(new[] { _fairness, _leaderboard, _gateway }, service => Assert.Empty(service.Asked));
    }

    [Theory]
    [InlineData(500, "{}")]
    [InlineData(401, "{}")]
    [InlineData(302, "")]
    [InlineData(200, "")]
    [InlineData(200, "[]")]
    [InlineData(200, "null")]
    [InlineData(200, """{"known":true}""")]
    [InlineData(200, """{"known":1,"standing":{},"ranks":[],"hidden":{},"periods":[],"leagues":[],"liveEvents":[],"notices":[],"cutShort":[]}""")]
    [InlineData(200, """{"known":true,"standing":{},"ranks":[],"hidden":{},"periods":[],"leagues":[],"liveEvents":[],"notices":[],"cutShort":[7]}""")]
    [InlineData(200, """{"known":true,"known":true,"standing":{},"ranks":[],"hidden":{},"periods":[],"leagues":[],"liveEvents":[],"notices":[],"cutShort":[]}""")]
    [InlineData(200, null)] // no answer in time
    public async Task What_gives_no_answer_that_can_be_used_is_null_and_named(int status, string? body)
    {
        await using ProgressionHost host = await StartAsync(null, ("EXPORT_TIMEOUT_MS", body is null ? "200" : "60000"));
        await host.PublishAsync(TestEvent.Kill("ann", "dragon"));
        foreach (KnowingService service in new[] { _fairness, _leaderboard, _gateway })
            (service.Status, service.Body) = (status, body);
        (int answered, JsonElement export) = await ExportAsync(host, "ann");
        Assert.Equal((200, 500), (answered, export.GetProperty("xp").GetInt32()));
        Assert.Equal(All, string.Join(' ', export.GetProperty("degraded").EnumerateArray().Select(member => member.GetString())));
        Assert.All(All.Split(' '), member => Assert.Equal(JsonValueKind.Null, export.GetProperty(member).ValueKind));
        Assert.Equal(200, (await ExportAsync(host, "nobody")).Status); // whether anybody knows them cannot be said
        // Once each: and nobody is sent elsewhere with a token. Where the time is short, it may be over before they have heard.
        Assert.All(new[] { _fairness, _leaderboard, _gateway }, service => Assert.InRange(service.Asked.Count, body is null ? 0 : 2, 2));
    }

    [Fact]
    public async Task An_answer_that_is_too_large_or_a_service_that_is_gone_takes_nothing_from_the_others()
    {
        await using ProgressionHost host = await StartAsync();
        _fairness.Body = KnowingService.Fairness.Replace("\"flags\":[]", $"\"flags\":[\"{new string('x', 9 << 20)}\"]", StringComparison.Ordinal);
        await _gateway.DisposeAsync();
        (int status, JsonElement export) = await ExportAsync(host, "ann");
        Assert.Equal(200, status);
        Assert.Equal("standing notices", string.Join(' ', export.GetProperty("degraded").EnumerateArray().Select(member => member.GetString())));
        Assert.Equal(0, export.GetProperty("ranks").GetArrayLength());
    }

    [Fact]
    public async Task Boards_of_which_Fairness_has_the_hash_alone_have_names_where_the_leaderboard_knows_them()
    {
        await using ProgressionHost host = await StartAsync();
        _fairness.Body = $$$"""{"known":true,"standing":{"learned":{"boards":[{"board":"{{{Hash("arena")}}}","count":3},{"board":"{{{Hash("gone")}}}","count":1}]}},"cutShort":[]}""";
        _leaderboard.Body = KnowingService.Leaderboard.Replace("\"ranks\":[]", "\"ranks\":[{\"board\":\"arena\"},7,{\"board\":8}]", StringComparison.Ordinal);
        JsonElement boards = (await ExportAsync(host, "ann")).Body.GetProperty("standing").GetProperty("learned").GetProperty("boards");
        Assert.Equal($$"""[{"board":"arena","count":3},{"board":"{{Hash("gone")}}","count":1}]""", boards.GetRawText());
    }

    private static Task<(int Status, JsonElement Body)> ExportAsync(ProgressionHost host, string player) => host.GetAsync($"/v1/players/{player}/export", ProgressionHost.OperatorToken);

    private static string Hash(string board) => BoardHash.Of(board).ToString("x16", CultureInfo.InvariantCulture);

    private Task<ProgressionHost> StartAsync(ITestStore? store = null, params (string Name, string Value)[] settings) => ProgressionHost.StartAsync(
        store,
        [
            .. settings.Append((Name: "EXPORT_TIMEOUT_MS", Value: "60000")).DistinctBy(setting => setting.Name),
            ("services:fairness:http:0", _fairness.Address), ("services:leaderboard:http:0", _leaderboard.Address), ("services:gateway:http:0", _gateway.Address),
        ]);
}
