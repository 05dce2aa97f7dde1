using System.Text;
using System.Text.RegularExpressions;
using LiveOps.Fairness.Metrics;
using LiveOps.Tests.Harness;
using Prometheus;

namespace LiveOps.Tests.Monitoring;

/// <summary>Nobody outside makes a time series: not by names of boards and players, methods, paths, types, keys, nor by documents.</summary>
public sealed partial class Time_series_are_bounded
{
    private const int Boards = 10_000, Players = 1_000, EventsOfARequest = 1_000;
    private const string Hostile = "hostile-name";

    private static readonly string[] Services = ["gateway", "fairness", "progression", "leaderboard"];

    // How many values each label may have at the most. A label that is not here is new: whose values are they?
    private static readonly Dictionary<string, int> Most = new()
    {
        ["board"] = 101,
        ["change"] = 3,
        ["code"] = 30,
        ["division"] = 1001,
        ["generation"] = 3,
        ["le"] = 60,
        ["league"] = 21,
        ["method"] = 7,
        ["outcome"] = 5,
        ["part"] = 12,
        ["policy"] = 5,
        ["problem"] = 30,
        ["reason"] = 3,
        ["route"] = 80,
        ["rule"] = 129,
        ["type"] = 7,
        ["window"] = 4,
    };

    [Fact]
    public async Task Ten_thousand_boards_a_thousand_players_and_names_that_mean_harm_leave_a_scrape_small()
    {
        using var policies = new TempFolder();
        string boards = string.Join(',', Enumerable.Range(0, Boards).Select(i => $"\"{Board(i)}\":{{}}"));
        await File.WriteAllTextAsync(policies.File("leaderboard.json"), $$"""{"maxBoards":{{Boards}},"boards":{ {{boards}} } }""", TestContext.Current.CancellationToken);
        await using LiveSystem live = await LiveSystem.StartAsync(null, ("POLICY_DIR", policies.Path));
        for (int first = 0; first < Boards; first += EventsOfARequest)
            await live.AcceptAsync([.. Enumerable.Range(first, EventsOfARequest).Select(i => live.Score($"{Hostile}-{i % Players}", Board(i), i + 1))]);
        await SendHarmAsync(live);
        await live.EventuallyAsync("leaderboard", $"/v1/leaderboards/{Board(Boards - 1)}/all", page => page.GetProperty("total").GetInt64() == 1);

        int bytes = 0, lines = 0;
        foreach (string service in Services)
        {
            string scrape = await (await live.GetAsync(service, "/metrics")).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            (bytes, lines) = (bytes + Encoding.UTF8.GetByteCount(scrape), lines + scrape.Count(c => c == '\n'));
            Assert.DoesNotContain(Hostile, scrape, StringComparison.OrdinalIgnoreCase);
            foreach (IGrouping<string, string> label in Label().Matches(scrape).GroupBy(label => label.Groups[1].Value, label => label.Groups[2].Value))
                Assert.InRange(label.Distinct().Count(), 1, Most.GetValueOrDefault(label.Key));
        }

        Assert.InRange(lines, 200, 5_000);
        Assert.InRange(bytes, 10_000, 500_000);
    }

    [Fact]
    public async Task Documents_with_ever_new_rules_end_up_as_other()
    {
        CollectorRegistry registry = Metrics.NewCustomRegistry();
        var metrics = new FairnessMetrics(Metrics.WithCustomRegistry(registry));

        for (int i = 0; i < 10 * FairnessMetrics.MostRules; i++)
            metrics.Broken($"rule-{i}");

        using var text = new MemoryStream();
        await registry.CollectAndExportAsTextAsync(text, TestContext.Current.CancellationToken);
        string[] flags = [.. Encoding.UTF8.GetString(text.ToArray()).Split('\n').Where(line => line.StartsWith("anomaly_flags_total{", StringComparison.Ordinal))];
        Assert.Equal(FairnessMetrics.MostRules + 1, flags.Length);
        Assert.Contains($"anomaly_flags_total{{rule=\"other\"}} {9 * FairnessMetrics.MostRules}", flags);
    }

    // Of the named ones the first hundred are shown by their name: those mean no harm here.
    private static string Board(int i) => i < 100 ? $"a-{i:000}" : $"{Hostile}-{i}";

    private static async Task SendHarmAsync(LiveSystem live)
    {
        using var http = new HttpClient();
        for (int i = 0; i < 20; i++)
        {
            string name = $"{Hostile}-{i}";
            (await live.SendAsync(live.Event(name, name, new { board = name }))).Dispose();
            (await live.SignedAsync("gateway", "/v1/events", "{}"u8.ToArray(), key: name)).Dispose();
            foreach (string service in Services)
            {
                using var request = new HttpRequestMessage(new HttpMethod("X-" + name.ToUpperInvariant()), live.Url(service, $"/v1/{name}/{name}?{name}={name}"));
                (await http.SendAsync(request, TestContext.Current.CancellationToken)).Dispose();
                (await live.GetAsync(service, $"/v1/players/{name}")).Dispose();
                (await live.GetAsync(service, $"/v1/leaderboards/{name}/{name}/players/{name}")).Dispose();
            }
        }
    }

    [GeneratedRegex("([a-z_]+)=\"((?:[^\"\\\\]|\\\\.)*)\"")]
    private static partial Regex Label();
}
