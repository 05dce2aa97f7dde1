using System.Text.Json.Nodes;
using LiveOps.Dashboards.Grafana;
using LiveOps.Dashboards.Model;
using LiveOps.Tests.House;
using LiveOps.Tests.Publishing;

namespace LiveOps.Tests.Monitoring.Dashboards;

public sealed class Dashboards_are_what_the_code_makes
{
    private const string Runbooks = "https://github.com/liveops-dev/liveops/blob/main/docs/runbooks/";

    [Fact]
    public void Each_file_is_what_its_code_makes_and_there_is_no_other()
    {
        Assert.Equal(
            [.. DashboardFiles.All.Select(dashboard => dashboard.Id + ".json").Order(StringComparer.Ordinal)],
            Directory.GetFiles(DashboardFiles.Folder, "*.json").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal));
        Assert.All(DashboardFiles.All, dashboard => Assert.True(
            File.ReadAllText(Path.Combine(DashboardFiles.Folder, dashboard.Id + ".json")) == DashboardJson.Of(dashboard),
            $"{dashboard.Id}.json is not what the code makes: dotnet run --project LiveOps.Dashboards -- deploy/monitoring/dashboards"));
    }

    // Links lead to them.
    [Fact]
    public void Their_ids_stay() => Assert.Equal(
        [
            "liveops-overview", "liveops-gateway", "liveops-fairness", "liveops-progression", "liveops-leaderboard", "liveops-bus", "liveops-live-operations",
            "liveops-on-premises-mysql", "liveops-objectives", "liveops-embedded",
        ],
        DashboardFiles.All.Select(dashboard => (string)DashboardFiles.Read(dashboard)["uid"]!));

    [Fact]
    public void Every_panel_has_a_unit_a_description_and_a_runbook_that_is_there()
    {
        JsonNode[] panels = Panels();

        Assert.True(panels.Length > 80);
        Assert.All(panels, panel =>
        {
            string title = (string)panel["title"]!, url = (string)panel.At("links 0 url")!;
            Assert.True(Units.All.Contains((string?)panel.At("fieldConfig defaults unit")), $"{title} has no unit");
            Assert.EndsWith(".", (string)panel["description"]!, StringComparison.Ordinal);
            Assert.StartsWith(Runbooks, url, StringComparison.Ordinal);
            Assert.True(File.Exists(Path.Combine(Repository.Root, "docs", "runbooks", url[Runbooks.Length..])), $"{title}: {url} is not there");
            Assert.NotEmpty(panel["targets"].Items());
        });
    }

    [Fact]
    public void No_panel_lies_on_another_or_beyond_the_edge() => Assert.All(DashboardFiles.All, dashboard =>
    {
        var taken = new HashSet<(int, int)>();
        var ids = new HashSet<int>();
        foreach (JsonNode panel in DashboardFiles.Read(dashboard)["panels"].Items())
        {
            (int x, int y, int w, int h) = ((int)panel.At("gridPos x")!, (int)panel.At("gridPos y")!, (int)panel.At("gridPos w")!, (int)panel.At("gridPos h")!);
            Assert.True(x + w <= 24 && ids.Add((int)panel["id"]!), (string?)panel["title"]);
            Assert.All(Enumerable.Range(0, w * h), cell => Assert.True(taken.Add((x + cell % w, y + cell / w)), $"{dashboard.Id}: {panel["title"]} lies on another"));
        }
    });

    [Fact]
    public void MySQL_on_premises_and_the_leaderboard_s_latency_are_on_one_screen()
    {
        Panel[] first = DashboardFiles.All.Single(dashboard => dashboard.Id == "on-premises-mysql").Rows[0].Panels;

        Assert.True(first.Sum(panel => panel.Width) <= 48); // two lines of pictures
        Assert.Contains(first, panel => panel.Queries.Any(query => query.Expression.Contains("mysql_host_cpu", StringComparison.Ordinal)));
        Assert.Contains(first, panel => panel.Queries.Any(query => query.Expression.Contains("leaderboard:http_request_duration_seconds:p95_5m", StringComparison.Ordinal)));
    }

    [Fact]
    public void Every_service_has_one_of_its_own() => Assert.All(
        new[] { "gateway", "fairness", "progression", "leaderboard" },
        service => Assert.Contains(DashboardFiles.All, dashboard => dashboard.Id == service && dashboard.Panels.All(panel => panel.Queries.Length > 0)));

    private static JsonNode[] Panels() => [.. DashboardFiles.All.SelectMany(dashboard => DashboardFiles.Read(dashboard)["panels"].Items()).Where(panel => (string?)panel["type"] != "row")];
}
