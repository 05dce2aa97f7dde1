using System.Text.Json.Nodes;
using LiveOps.Dashboards.Contents;
using LiveOps.Dashboards.Model;
using LiveOps.Tests.House;

namespace LiveOps.Tests.Monitoring.Dashboards;

/// <summary>The dashboards, in <c>deploy/monitoring/dashboards</c>: as they are committed, and as the code makes them.</summary>
internal static class DashboardFiles
{
    // What Grafana puts there for how far a picture is zoomed.
    private const string Interval = "$__rate_interval", AnInterval = "5m";

    public static string Folder { get; } = Path.Combine(Repository.Root, "deploy", "monitoring", "dashboards");

    /// <summary>As the code makes them.</summary>
    public static IReadOnlyList<Dashboard> All { get; } = AllDashboards.Make();

    /// <summary>As it is committed.</summary>
    public static JsonObject Read(Dashboard dashboard) => JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, dashboard.Id + ".json")))!.AsObject();

    /// <summary>What the committed panels and annotations ask a source, with where that stands.</summary>
    /// <param name="source"><c>prometheus</c>, <c>loki</c>, <c>tempo</c>.</param>
    public static IReadOnlyList<(string Where, string Expression, JsonNode Target)> Queries(string source) =>
    [
        .. from dashboard in All
           let read = Read(dashboard)
           from asks in read["panels"]!.AsArray().SelectMany(panel => (panel!["targets"]?.AsArray() ?? []).Select(target => (Where: $"{dashboard.Id}: {panel["title"]}", Target: target!)))
               .Concat(read["annotations"]!["list"]!.AsArray().Select(note => (Where: $"{dashboard.Id}: {note!["name"]}", Target: note!)))
           where (string?)asks.Target["datasource"]!["type"] == source
           select (asks.Where, ((string)(asks.Target["expr"] ?? asks.Target["query"])!).Replace(Interval, AnInterval, StringComparison.Ordinal), asks.Target),
    ];
}
