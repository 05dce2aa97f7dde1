using System.Diagnostics;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.ServiceDefaults;

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
