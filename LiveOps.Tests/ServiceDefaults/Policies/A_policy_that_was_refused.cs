using System.Text.Json;
using LiveOps.ServiceDefaults.Policies;
using LiveOps.ServiceDefaults.Settings;
using LiveOps.ServiceDefaults.Sql.Providers;
using LiveOps.Tests.Harness;
using LiveOps.Tests.Harness.Sql;
using LiveOps.Tests.Leaderboard;
using LiveOps.Tests.Progression;
using LiveOps.Tests.Progression.Stores.Sql;
using LiveOps.Tests.ServiceDefaults.Bus;
using Microsoft.Extensions.DependencyInjection;

namespace LiveOps.Tests.ServiceDefaults.Policies;

/// <summary>A file that was refused while a service ran is no outage at its next start: the last good version runs on, and it is said.</summary>
public sealed class A_policy_that_was_refused
{
    private const string Bad = "{\n\"nonsense\": 5 }";

    [Theory]
    [InlineData("fairness", "/v1/players/ann/standing")]
    [InlineData("progression", "/v1/rules")]
    [InlineData("leaderboard", "/v1/leaderboards")]
    public async Task Embedded_the_last_good_version_runs_on_through_a_restart_until_the_file_is_mended(string service, string path)
    {
        using var folder = new TempFolder();
        var clock = new ManualClock();
        string file = folder.File(service + ".json"), good = GoodOf(service);
        File.WriteAllText(file, good);
        await using LiveSystem live = await LiveSystem.StartAsync(clock, ("POLICY_DIR", folder.Path));
        Assert.Equal("""{"status":"ready"}""", (await live.JsonAsync(service, "/readyz")).GetRawText());

        File.WriteAllText(file, Bad);
        await DegradedAsync();
        await live.RestartAsync();
        await DegradedAsync();
        (await live.GetAsync(service, path)).EnsureSuccessStatusCode();
        if (service == "leaderboard")
            Assert.Equal("asc", (await live.JsonAsync(service, path)).GetProperty("boards")[0].GetProperty("order").GetString());
        string metrics = await (await live.GetAsync(service, "/metrics")).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains($"policy_refusals_total{{policy=\"{DocumentOf(service)}\"}} 1", metrics, StringComparison.Ordinal);

        File.WriteAllText(file, good);
        for (var patience = new Patience(); (await live.JsonAsync(service, "/readyz")).GetRawText() != """{"status":"ready"}""";)
        {
            Assert.False(patience.IsOver, "it never was ready without a word");
            clock.Advance(TimeSpan.FromSeconds(2));
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }

        async Task DegradedAsync()
        {
            for (var patience = new Patience(); ;)
            {
                JsonElement ready = await live.JsonAsync(service, "/readyz"); // still 200
                if (ready.TryGetProperty("degraded", out JsonElement degraded))
                {
                    Assert.Equal(("ready", "policy-" + DocumentOf(service)), (ready.GetProperty("status").GetString(), degraded[0].GetProperty("name").GetString()));
                    Assert.StartsWith("the file was refused, and the last good version runs on: line 2: ", degraded[0].GetProperty("reason").GetString(), StringComparison.Ordinal);
                    return;
                }

                Assert.False(patience.IsOver, "it was never said");
                clock.Advance(TimeSpan.FromSeconds(2));
                await Task.Delay(5, TestContext.Current.CancellationToken);
            }
        }
    }

    [Theory]
    [InlineData("leagues", "leaderboard")]
    [InlineData("live-events", "leaderboard")]
    [InlineData("intake", "gateway")]
    public async Task Each_document_s_file_is_called_by_the_document(string document, string service)
    {
        using var folder = new TempFolder();
        var clock = new ManualClock();
        await using LiveSystem live = await LiveSystem.StartAsync(clock, ("POLICY_DIR", folder.Path));
        File.WriteAllText(folder.File(document + ".json"), Bad);
        string ready = "";
        await Until.TrueAsync(
            async () =>
            {
                clock.Advance(TimeSpan.FromSeconds(2));
                return (ready = (await live.JsonAsync(service, "/readyz")).GetRawText()).Contains($"\"name\":\"policy-{document}\"", StringComparison.Ordinal);
            },
            () => $"it was never said: {ready}");
        string metrics = await (await live.GetAsync(service, "/metrics")).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains($"policy_refusals_total{{policy=\"{document}\"}} ", metrics, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fairness")]
    [InlineData("progression")]
    [InlineData("leaderboard")]
    public async Task With_no_good_version_before_it_stops_the_start_with_file_line_and_reason(string service)
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder.File(service + ".json"), Bad);
        var e = await Assert.ThrowsAsync<SettingException>(() => LiveSystem.StartAsync(null, ("POLICY_DIR", folder.Path)));
        Assert.StartsWith($"{folder.File(service + ".json")} (in POLICY_DIR) is not a usable policy: line 2: ", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(BoardStores.MySql)]
    [InlineData(BoardStores.Postgres)]
    public async Task In_a_cluster_the_boards_last_good_version_is_in_their_database(BoardStores stores)
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(stores, """{ "boards": { "race": { "order": "asc" } } }""");
        await host.BoardIsAsync("race", "order", "asc");
        await host.KeptAsync();
        host.WritePolicy(Bad);
        for (int starts = 0; starts < 2; starts++)
        {
            await host.RestartAsync();
            await host.BoardIsAsync("race", "order", "asc");
            AssertRefused(await host.JsonAsync("/readyz"), await host.TextAsync("/metrics"), "leaderboard");
        }
    }

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task In_a_cluster_progressions_last_good_version_is_in_its_database(SqlKind kind)
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder.File("progression.json"), GoodOf("progression"));
        SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        await using (ProgressionHost host = await ProgressionHost.StartAsync(store, ("POLICY_DIR", folder.Path)))
            await Until.TrueAsync(async () => await host.Services.GetRequiredService<ILastGoodPolicy>().ReadAsync(CancellationToken.None) is not null, () => "it was never kept");

        File.WriteAllText(folder.File("progression.json"), Bad);
        await using ProgressionHost again = await ProgressionHost.StartAsync(store, ("POLICY_DIR", folder.Path));
        Assert.Contains("\"dragon\":7", (await again.GetAsync("/v1/rules")).Body.GetRawText(), StringComparison.Ordinal);
        JsonElement ready = default;
        await Until.TrueAsync(async () => (ready = (await again.GetAsync("/readyz")).Body).GetProperty("status").GetString() == "ready", () => $"it never got ready: {ready}");
        AssertRefused(ready, await again.MetricsAsync(), "progression");
    }

    [Fact]
    public async Task In_a_cluster_fairnesss_last_good_version_is_in_its_Redis()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder.File("fairness.json"), Fairness.World.DefaultPolicy.Replace("\"max\": 100000", "\"max\": 10", StringComparison.Ordinal));
        var system = new Fairness.Endpoints.ApartSystem(("POLICY_DIR", folder.Path));
        await using (system)
        {
            await system.InitializeAsync();
            await Until.TrueAsync(async () => await system.Redis.CommandAsync("EXISTS", "liveops:fairness:policy") == "1", () => "it was never kept");
            await system.StopFairnessAsync();
            File.WriteAllText(folder.File("fairness.json"), Bad);
            await system.StartFairnessAsync();

            JsonElement ready = default;
            await Until.TrueAsync(
                async () => (ready = JsonDocument.Parse((await system.CallAsync("GET", "/readyz")).Body).RootElement).GetProperty("status").GetString() == "ready", () => $"it never got ready: {ready}");
            AssertRefused(ready, (await system.CallAsync("GET", "/metrics")).Body, "fairness");
            System.Net.HttpStatusCode status = default;
            await Until.TrueAsync(async () => (status = (await system.SendAsync([system.Xp("ada", 11)])).Status) != System.Net.HttpStatusCode.ServiceUnavailable, () => "it is refused for ever");
            Assert.Equal(System.Net.HttpStatusCode.Forbidden, status); // by the limit of the version that was good
        }
    }

    // In words and in numbers.
    private static void AssertRefused(JsonElement ready, string metrics, string service)
    {
        JsonElement degraded = Assert.Single(ready.GetProperty("degraded").EnumerateArray(), part => part.GetProperty("name").GetString() == "policy-" + DocumentOf(service));
        Assert.StartsWith("the file was refused, and the last good version runs on: line 2: ", degraded.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Contains($"policy_refusals_total{{policy=\"{DocumentOf(service)}\"}} 1\n", metrics, StringComparison.Ordinal);
    }

    // Said by the document, not by its file's name or its service's.
    private static string DocumentOf(string file) => file == "leaderboard" ? "boards" : file;

    private static string GoodOf(string service) => service switch
    {
        "leaderboard" => """{ "boards": { "race": { "order": "asc" } } }""",
        "progression" => """{ "bosses": { "xp": { "dragon": 7 } } }""",
        _ => Fairness.World.DefaultPolicy,
    };
}
