using System.Globalization;
using LiveOps.Dashboards.Model;

namespace LiveOps.Dashboards.Contents;

/// <summary>The objectives, and how fast what they allow is used up.</summary>
internal static class Objectives
{
    private static readonly (string Title, string Ratio, double Allowed, string Legend, string Runbook, string What)[] All =
    [
        ("Availability of the gateway, 99.9 %", "gateway:http_errors", 0.001, "", "gateway-errors", "Requests answered with 5xx; a 503 counts although nothing is lost."),
        ("Latency of the gateway, 95 % under 500 ms", "gateway:http_slow", 0.05, "", "gateway-slow", "Requests that take longer than 500 ms."),
        ("Freshness of ranks, 99 % within 5 s", "leaderboard:stale_events", 0.01, "", "bus-lag", "Events that the leaderboard applied later than 5 s."),
        ("Exactly once, 99.99 % within 300 s", "job:bus_late_events", 0.0001, "{{job}} ", "bus-lag", "Events that a consumer applied later than 300 s."),
    ];

    public static Dashboard Make() => new(
        "objectives", "Objectives", "What was promised, how much of what may fail is used up, and how fast. A rate of 1 uses up the budget in exactly its 28 days.",
        [.. All.Select(objective => Row(objective.Title, objective.Ratio, objective.Allowed, objective.Legend, objective.Runbook, objective.What))]);

    private static Row Row(string title, string ratio, double allowed, string legend, string runbook, string what)
    {
        string budget = allowed.ToString("0.####", CultureInfo.InvariantCulture);
        return new Row(
            title,
            new Panel("Over 3 days", Units.Share, runbook, $"{what} Red is more than the objective allows.",
                Query.Metrics($"{ratio}:ratio_rate3d", legend + "3 d"))
            { Kind = PanelKind.Number, Width = 4, Limit = allowed },
            new Panel("Over 5 minutes", Units.Share, runbook, what,
                Query.Metrics($"{ratio}:ratio_rate5m", legend + "5 min"))
            { Width = 8, Limit = allowed },
            new Panel("How fast the budget burns", Units.Times, runbook, "14.4 over 1 h, or 6 over 6 h, wakes somebody; 3 over a day, or 1 over 3, is for the day.",
                Query.Metrics($"{ratio}:ratio_rate1h / {budget}", legend + "1 h"),
                Query.Metrics($"{ratio}:ratio_rate6h / {budget}", legend + "6 h"),
                Query.Metrics($"{ratio}:ratio_rate3d / {budget}", legend + "3 d"))
            { Width = 12, Limit = 14.4 });
    }
}
