using System.Text.Json.Nodes;
using LiveOps.Dashboards.Model;

namespace LiveOps.Dashboards.Grafana;

/// <summary>Panels as Grafana has them, each in its place: 24 columns, row under row.</summary>
internal static class PanelJson
{
    private const int Columns = 24, LowHeight = 4, FullHeight = 8;
    private const string Runbooks = "https://github.com/liveops-dev/liveops/blob/main/docs/runbooks/";

    /// <summary>All of a dashboard, with the headings of its rows.</summary>
    public static IEnumerable<JsonNode> Of(Dashboard dashboard)
    {
        (int id, int x, int y) = (1, 0, 0);
        foreach (Row row in dashboard.Rows)
        {
            yield return new JsonObject { ["id"] = id++, ["type"] = "row", ["title"] = row.Title, ["collapsed"] = false, ["gridPos"] = Place(0, y++, Columns, 1), ["panels"] = new JsonArray() };
            int height = row.Panels.All(panel => panel.Kind == PanelKind.Number) ? LowHeight : FullHeight;
            foreach (Panel panel in row.Panels)
            {
                if (x + panel.Width > Columns)
                    (x, y) = (0, y + height);
                yield return Of(panel, id++, Place(x, y, panel.Width, height));
                x += panel.Width;
            }

            (x, y) = (0, y + height);
        }
    }

    private static JsonObject Of(Panel panel, int id, JsonObject place) => new()
    {
        ["id"] = id,
        ["type"] = Type(panel.Kind),
        ["title"] = panel.Title,
        ["description"] = panel.Description,
        ["gridPos"] = place,
        ["datasource"] = DashboardJson.Datasource(panel.Queries[0].Source),
        ["links"] = new JsonArray(new JsonObject { ["title"] = "Runbook: " + panel.Runbook, ["url"] = $"{Runbooks}{panel.Runbook}.md", ["targetBlank"] = true }),
        ["targets"] = new JsonArray([.. panel.Queries.Select((query, i) => Of(query, (char)('A' + i), panel.Kind))]),
        ["fieldConfig"] = new JsonObject { ["defaults"] = Defaults(panel), ["overrides"] = new JsonArray() },
        ["options"] = Options(panel.Kind),
    };

    private static JsonObject Of(Query query, char name, PanelKind kind)
    {
        var target = new JsonObject { ["refId"] = name.ToString(), ["datasource"] = DashboardJson.Datasource(query.Source) };
        if (query.Source == Source.Tempo)
        {
            target["queryType"] = "traceql";
            target["query"] = query.Expression;
            target["limit"] = 20;
            return target;
        }

        target["expr"] = Where.In(query.Source, query.Expression);
        if (query.Source == Source.Loki)
        {
            target["queryType"] = "range";
            target["maxLines"] = 100;
            return target;
        }

        target["legendFormat"] = Where.Legend(query);
        target["instant"] = kind == PanelKind.Number;
        target["range"] = kind != PanelKind.Number;
        if (query.HasExemplars)
            target["exemplar"] = true;
        return target;
    }

    private static JsonObject Defaults(Panel panel)
    {
        var steps = new JsonArray(new JsonObject { ["color"] = "green", ["value"] = null });
        if (panel.Limit is { } limit)
            steps.Add(new JsonObject { ["color"] = "red", ["value"] = limit });
        var defaults = new JsonObject { ["unit"] = panel.Unit, ["thresholds"] = new JsonObject { ["mode"] = "absolute", ["steps"] = steps } };
        if (panel.Kind is PanelKind.Number)
        {
            defaults["noValue"] = "no data";
        }
        else if (panel.Kind is PanelKind.Lines or PanelKind.Stack)
        {
            defaults["min"] = 0;
            defaults["custom"] = new JsonObject
            {
                ["fillOpacity"] = panel.Kind == PanelKind.Stack ? 30 : 5,
                ["stacking"] = new JsonObject { ["mode"] = panel.Kind == PanelKind.Stack ? "normal" : "none" },
                ["showPoints"] = "never",
                ["thresholdsStyle"] = new JsonObject { ["mode"] = panel.Limit is null ? "off" : "dashed" },
            };
        }

        return defaults;
    }

    private static JsonObject Options(PanelKind kind) => kind switch
    {
        PanelKind.Number => new() { ["colorMode"] = "value", ["graphMode"] = "none", ["reduceOptions"] = new JsonObject { ["calcs"] = new JsonArray("lastNotNull") } },
        PanelKind.Logs => new() { ["showTime"] = true, ["wrapLogMessage"] = true, ["enableLogDetails"] = true, ["sortOrder"] = "Descending" },
        PanelKind.Traces => new() { ["showHeader"] = true },
        _ => new()
        {
            ["legend"] = new JsonObject { ["displayMode"] = "list", ["placement"] = "bottom", ["showLegend"] = true },
            ["tooltip"] = new JsonObject { ["mode"] = "multi", ["sort"] = "desc" },
        },
    };

    private static string Type(PanelKind kind) => kind switch
    {
        PanelKind.Number => "stat",
        PanelKind.Logs => "logs",
        PanelKind.Traces => "table",
        _ => "timeseries",
    };

    private static JsonObject Place(int x, int y, int width, int height) => new() { ["h"] = height, ["w"] = width, ["x"] = x, ["y"] = y };
}
