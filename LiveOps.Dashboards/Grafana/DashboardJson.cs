using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using LiveOps.Dashboards.Model;

namespace LiveOps.Dashboards.Grafana;

/// <summary>
/// A dashboard as Grafana imports and provisions it (https://grafana.com/docs/grafana/latest/dashboards/build-dashboards/view-dashboard-json-model). Which
/// Prometheus, Loki and Tempo are asked is chosen above it; without a choice the first that Grafana has.
/// </summary>
internal static class DashboardJson
{
    private const int SchemaVersion = 39;
    private const string Tag = "liveops";

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Its text.</summary>
    public static string Of(Dashboard dashboard) => new JsonObject
    {
        ["uid"] = Uid(dashboard),
        ["title"] = "LiveOps / " + dashboard.Title,
        ["description"] = dashboard.Description,
        ["tags"] = new JsonArray(Tag),
        ["schemaVersion"] = SchemaVersion,
        ["version"] = 1,
        ["editable"] = false,
        ["graphTooltip"] = 1,
        ["refresh"] = "30s",
        ["time"] = new JsonObject { ["from"] = "now-3h", ["to"] = "now" },
        ["timezone"] = "browser",
        ["links"] = new JsonArray(Others()),
        ["annotations"] = new JsonObject
        {
            ["list"] = new JsonArray(
            Annotation("Alerts", "red", "ALERTS{alertstate=\"firing\",severity=\"critical\"}", "{{alertname}} {{job}} {{cluster}} {{namespace}}"),
            Annotation("Started", "blue", "changes(process_start_time_seconds{job=~\"gateway|fairness|leaderboard|progression\"}[1m]) > 0", "{{job}} {{instance}}"))
        },
        ["templating"] = new JsonObject { ["list"] = new JsonArray([.. Enum.GetValues<Source>().Where(source => IsAsked(dashboard, source)).Select(Choice), .. Where.Choices()]) },
        ["panels"] = new JsonArray([.. PanelJson.Of(dashboard)]),
    }.ToJsonString(Readable) + "\n";

    /// <summary>What links call it.</summary>
    public static string Uid(Dashboard dashboard) => "liveops-" + dashboard.Id;

    /// <summary>Whom a query or a panel asks.</summary>
    public static JsonObject Datasource(Source source) => new() { ["type"] = Name(source), ["uid"] = $"${{{Name(source)}}}" };

    // Annotations are always Prometheus's.
    private static bool IsAsked(Dashboard dashboard, Source source) =>
        source == Source.Prometheus || dashboard.Panels.SelectMany(panel => panel.Queries).Any(query => query.Source == source);

    private static string Name(Source source) => source.ToString().ToLowerInvariant();

    private static JsonObject Others() => new()
    {
        ["type"] = "dashboards",
        ["title"] = "LiveOps",
        ["tags"] = new JsonArray(Tag),
        ["asDropdown"] = true,
        ["includeVars"] = true,
        ["keepTime"] = true,
    };

    private static JsonObject Annotation(string name, string color, string expression, string text) => new()
    {
        ["name"] = name,
        ["datasource"] = Datasource(Source.Prometheus),
        ["enable"] = true,
        ["iconColor"] = color,
        ["expr"] = Where.In(Source.Prometheus, expression),
        ["titleFormat"] = text,
    };

    private static JsonObject Choice(Source source) => new()
    {
        ["name"] = Name(source),
        ["label"] = source.ToString(),
        ["type"] = "datasource",
        ["query"] = Name(source),
        ["hide"] = 0,
    };
}
