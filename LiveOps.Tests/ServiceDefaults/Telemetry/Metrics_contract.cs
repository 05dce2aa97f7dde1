using System.Text;
using System.Text.RegularExpressions;
using LiveOps.Tests.Gateway.Intake;
using LiveOps.Tests.Harness;
using LiveOps.Tests.House;

namespace LiveOps.Tests.ServiceDefaults.Telemetry;

/// <summary>Dashboards and alerts of others stand on the names, types and labels of metrics: they change in view, in docs/contract/metrics.txt, or not at all.</summary>
public sealed partial class Metrics_contract
{
    private static readonly string[] Services = ["gateway", "fairness", "progression", "leaderboard"];

    [Fact]
    public async Task All_four_services_expose_exactly_what_is_committed_and_every_counter_is_a_total()
    {
        await using LiveSystem live = await LiveSystem.StartAsync(settings: IntakeWorld.Secrets);
        object league = new { board = "arena", window = "weekly", cohortSize = 50, divisions = new[] { "bronze" }, promote = 0, relegate = 0 };
        (await live.OperateAsync(HttpMethod.Put, "leaderboard", "/v1/policies/leagues?reason=metrics", new { leagues = new { arena = league } }, ifMatch: "\"0\"")).EnsureSuccessStatusCode().Dispose();
        await live.AcceptAsync(live.Xp("one", 10), live.Score("one", "arena", 5));
        (await live.SendAsync(live.Xp("one", 200_000))).Dispose(); // dropped, and a flag
        (await live.SendAsync("not JSON")).Dispose(); // refused as a whole
        await IntakeWorld.PutAsync(live, IntakeWorld.Document);
        using (var http = new HttpClient())
        {
            foreach (string password in new[] { IntakeWorld.Password, "of nobody" })
            {
                http.DefaultRequestHeaders.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes("kiosk:" + password)));
                (await http.PostAsync(live.Url("gateway", "/v1/intake/kiosk"), new StringContent("player=one&xp=1&at=2026-11-20T00:00:00Z"), TestContext.Current.CancellationToken)).Dispose();
            }
        }

        await live.EventuallyAsync("leaderboard", "/v1/leaderboards/arena/all", page => page.GetProperty("total").GetInt64() == 1);
        var found = new List<string>();
        foreach (string service in Services)
        {
            (await live.GetAsync(service, "/readyz")).Dispose();
            using HttpResponseMessage scrape = await live.GetAsync(service, "/metrics");
            found.AddRange(Lines(service, await scrape.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Order(StringComparer.Ordinal));
        }

        string[] committed = [.. (await File.ReadAllLinesAsync(Path.Combine(Repository.Root, "docs/contract/metrics.txt"), TestContext.Current.CancellationToken)).Where(line => line.Length > 0 && line[0] != '#')];
        Assert.True(committed.SequenceEqual(found), $"""
            docs/contract/metrics.txt and what runs differ.
            Gone: {string.Join("; ", committed.Except(found))}
            New: {string.Join("; ", found.Except(committed))}
            """);
        Assert.All(found.Select(line => line.Split(' ')), line => Assert.Equal(line[2] == "counter", line[1].EndsWith("_total", StringComparison.Ordinal)));
    }

    // <service> <name> <type> <labels…>, as the exposition has them; le is the histogram's own.
    private static IEnumerable<string> Lines(string service, string scrape)
    {
        foreach (Match type in TypeLine().Matches(scrape))
        {
            string name = type.Groups[1].Value;
            string sample = Regex.Match(scrape, $$"""^{{name}}(?:_count)?\{([^}]*)\}""", RegexOptions.Multiline).Groups[1].Value;
            yield return string.Join(' ', [service, name, type.Groups[2].Value, .. LabelName().Matches(sample).Select(label => label.Groups[1].Value)]);
        }
    }

    [GeneratedRegex("^# TYPE ([a-z_]+) ([a-z]+)\r?$", RegexOptions.Multiline)]
    private static partial Regex TypeLine();

    [GeneratedRegex("([a-z_]+)=\"")]
    private static partial Regex LabelName();
}
