using LiveOps.Dashboards.Model;

namespace LiveOps.Dashboards.Contents;

/// <summary>Whether events become progress, and rewards can be claimed.</summary>
internal static class Progression
{
    public static Dashboard Make() => new(
        "progression", "Progression", "Whether accepted events become progress, and rewards can be claimed.",
        Progress(),
        ServicePanels.Requests("progression", "service-errors", "service-errors", 0.5),
        ServicePanels.Consumer("progression"),
        ServicePanels.Stores("progression"),
        ServicePanels.Process("progression"),
        ServicePanels.LogsAndTraces("progression", "service-errors"));

    private static Row Progress() => new(
        "Progress and rewards",
        new Panel("Events applied", Units.PerSecond, "bus-lag", "All replicas together.",
            Query.Metrics("progression:events_applied:rate5m", "applied")),
        new Panel("Receipts issued", Units.PerSecond, "service-errors", "Rewards claimed for the first time; the same receipt given again does not count.",
            Query.Metrics("progression:receipts_issued:rate5m", "receipts")),
        new Panel("Claims that fail", Units.Share, "service-errors", "None is lost: a claim may be sent again, and answers the same receipt. From 5 % an alert fires.",
            Query.Metrics("sum(rate(http_request_duration_seconds_count{job=\"progression\",route=~\".*/claim\",code=~\"5..\"}[$__rate_interval])) / sum(rate(http_request_duration_seconds_count{job=\"progression\",route=~\".*/claim\"}[$__rate_interval]))", "failing"))
        { Limit = 0.05 });
}
