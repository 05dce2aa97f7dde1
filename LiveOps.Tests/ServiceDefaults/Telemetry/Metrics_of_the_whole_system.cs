using System.Diagnostics;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.ServiceDefaults.Telemetry;

public sealed class Metrics_of_the_whole_system
{
    private static readonly string[] Services = ["gateway", "fairness", "progression", "leaderboard"];

    [Fact]
    public async Task Every_metric_passes_Prometheus_own_linter_and_none_names_a_player()
    {
        await using LiveSystem live = await LiveSystem.StartAsync();
        await live.AcceptAsync(live.Xp("lint-player", 10), live.Score("lint-player", "arena", 5), live.Boss("lint-player", "dragon"));
        await live.EventuallyAsync("progression", "/v1/players/lint-player", player => player.GetProperty("xp").GetInt64() > 0);

        foreach (string service in Services)
        {
            (await live.GetAsync(service, "/healthz")).Dispose();
            string metrics = await (await live.GetAsync(service, "/metrics")).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

            Assert.Contains("http_request_duration_seconds_bucket", metrics);
            Assert.DoesNotContain("lint-player", metrics);
            Lint(service, metrics);
        }
    }

    [Theory]
    [InlineData("gateway", "events_received_total counter type outcome", "http_request_duration_seconds histogram")]
    [InlineData("fairness", "dropped_events_total counter reason", "anomaly_flags_total counter rule", "http_request_duration_seconds histogram")]
    [InlineData("progression", "progression_events_applied_total counter", "receipts_issued_total counter", "http_request_duration_seconds histogram")]
    [InlineData("leaderboard", "leaderboard_updates_total counter board", "leaderboard_players gauge board window", "http_request_duration_seconds histogram")]
    public async Task Every_promised_metric_is_there_with_its_type_help_and_labels(string service, params string[] promised)
    {
        await using LiveSystem live = await LiveSystem.StartAsync();
        await live.AcceptAsync(live.Xp("one", 10), live.Score("one", "arena", 5));
        (await live.SendAsync(live.Xp("one", 200_000))).Dispose();
        await live.EventuallyAsync("leaderboard", "/v1/leaderboards/arena/all", page => page.GetProperty("total").GetInt64() == 1);
        (await live.GetAsync(service, "/readyz")).Dispose();

        string[] lines = (await (await live.GetAsync(service, "/metrics")).Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Split('\n');

        string[] onTheBus = ["bus_lag_events gauge", "bus_redeliveries_total counter", "bus_dead_letters_total counter", "bus_dead_letters_waiting gauge"];
        foreach (string[] metric in promised.Concat(onTheBus).Select(text => text.Split(' ')))
        {
            Assert.Contains($"# TYPE {metric[0]} {metric[1]}", lines);
            Assert.Contains(lines, line => line.StartsWith($"# HELP {metric[0]} ", StringComparison.Ordinal) && line.EndsWith('.'));
            string sample = Assert.Single(lines.Where(line => line.StartsWith(metric[0] + '{', StringComparison.Ordinal) || line.StartsWith(metric[0] + ' ', StringComparison.Ordinal) || line.StartsWith(metric[0] + "_count", StringComparison.Ordinal)).Take(1));
            Assert.All(metric[2..], label => Assert.Contains($"{label}=\"", sample, StringComparison.Ordinal));
        }
    }

    // promtool comes with Debian's package prometheus; ./test installs it.
    private static void Lint(string service, string metrics)
    {
        Process promtool;
        try
        {
            promtool = Process.Start(new ProcessStartInfo("promtool", ["check", "metrics"]) { RedirectStandardInput = true, RedirectStandardError = true, RedirectStandardOutput = true })!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("promtool is not installed (Debian: apt-get install prometheus)");
            return;
        }

        using (promtool)
        {
            promtool.StandardInput.Write(metrics);
            promtool.StandardInput.Close();
            string said = promtool.StandardOutput.ReadToEnd() + promtool.StandardError.ReadToEnd();
            promtool.WaitForExit();
            Assert.True(promtool.ExitCode == 0, $"{service}:\n{said}");
        }
    }
}
