using System.Text.Json;
using LiveOps.ServiceDefaults.Settings;
using LiveOps.Tests.Harness;
using LiveOps.Tests.Leaderboard;

namespace LiveOps.Tests.ServiceDefaults.Policies;

/// <summary>A file that was refused while a service ran is no outage at its next start: the last good version runs on, and it is said.</summary>
public sealed class A_policy_that_was_refused
{
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

        File.WriteAllText(file, "{\n\"nonsense\": 5 }");
        await DegradedAsync();
        await live.RestartAsync();
        await DegradedAsync();
        (await live.GetAsync(service, path)).EnsureSuccessStatusCode();
        if (service == "leaderboard")
            Assert.Equal("asc", (await live.JsonAsync(service, path)).GetProperty("boards")[0].GetProperty("order").GetString());
        string metrics = await (await live.GetAsync(service, "/metrics")).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains($"policy_refusals_total{{policy=\"{service}\"}} 1", metrics, StringComparison.Ordinal);

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
                    Assert.Equal(("ready", "policy"), (ready.GetProperty("status").GetString(), degraded[0].GetProperty("name").GetString()));
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
    [InlineData("fairness")]
    [InlineData("progression")]
    [InlineData("leaderboard")]
    public async Task With_no_good_version_before_it_stops_the_start_with_file_line_and_reason(string service)
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder.File(service + ".json"), "{\n\"nonsense\": 5 }");
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
        host.WritePolicy("{ \"nonsense\": 5 }");
        await host.RestartAsync();
        await host.BoardIsAsync("race", "order", "asc");
        await host.RestartAsync();
        await host.BoardIsAsync("race", "order", "asc");
    }

    private static string GoodOf(string service) => service switch
    {
        "leaderboard" => """{ "boards": { "race": { "order": "asc" } } }""",
        "progression" => """{ "bosses": { "xp": { "dragon": 7 } } }""",
        _ => Fairness.World.DefaultPolicy,
    };
}
