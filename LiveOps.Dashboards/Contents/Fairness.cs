using LiveOps.Dashboards.Model;

namespace LiveOps.Dashboards.Contents;

/// <summary>Whether events are judged, and what is found.</summary>
internal static class Fairness
{
    public static Dashboard Make() => new(
        "fairness", "Fairness", "Whether every event is judged, how fast, and what is refused and flagged.",
        Verdicts(),
        ServicePanels.Requests("fairness", "fairness-away", "fairness-away", 0.25),
        ServicePanels.Consumer("fairness"),
        ServicePanels.Stores("fairness"),
        ServicePanels.Process("fairness"),
        ServicePanels.LogsAndTraces("fairness", "fairness-away"));

    private static Row Verdicts() => new(
        "What it finds",
        new Panel("Events refused", Units.PerSecond, "many-events-refused", "By reason.",
            Query.Metrics("sum by (reason) (rate(dropped_events_total{job=\"fairness\"}[$__rate_interval]))", "{{reason}}"))
        { Kind = PanelKind.Stack },
        new Panel("Share of events refused", Units.Share, "many-events-refused", "Of all that the gateway received, over 10 minutes. From every fifth an alert fires.",
            Query.Metrics("fairness:dropped_events:ratio_rate10m", "refused"))
        { Limit = 0.2 },
        new Panel("Rules broken", Units.PerSecond, "many-events-refused", "By rule, whatever followed. Ten times the day's mean fires an alert.",
            Query.Metrics("sum by (rule) (rate(anomaly_flags_total{job=\"fairness\"}[$__rate_interval]))", "{{rule}}"))
        { Kind = PanelKind.Stack });
}
