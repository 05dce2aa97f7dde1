using LiveOps.Dashboards.Model;

namespace LiveOps.Dashboards.Contents;

/// <summary>The one door.</summary>
internal static class Gateway
{
    public static Dashboard Make() => new(
        "gateway", "Gateway", "The one door: requests, what becomes of events, signatures that do not hold.",
        ServicePanels.Requests("gateway", "gateway-slow", "gateway-errors", 0.5),
        Events(),
        ServicePanels.Stores("gateway"),
        ServicePanels.Process("gateway"),
        ServicePanels.LogsAndTraces("gateway", "gateway-errors"));

    private static Row Events() => new(
        "Events",
        new Panel("What became of events", Units.PerSecond, "many-events-refused", "Duplicates are senders' repeats: no harm.",
            Query.Metrics("sum by (outcome) (rate(events_received_total{job=\"gateway\"}[$__rate_interval]))", "{{outcome}}"))
        { Kind = PanelKind.Stack },
        new Panel("Requests refused as a whole", Units.Requests, "senders", "By problem: signatures that do not hold, too many at once, not JSON.",
            Query.Metrics("sum by (problem) (rate(gateway_requests_refused_total{job=\"gateway\"}[$__rate_interval]))", "{{problem}}"))
        { Kind = PanelKind.Stack },
        new Panel("Accepted without a verdict; ids used twice", Units.PerSecond, "fairness-away", "Without a verdict only where FAIRNESS_UNAVAILABLE=open, while Fairness is away. An id used twice is a sender's bug: the second event does not count.",
            Query.Metrics("sum(rate(unverified_events_total{job=\"gateway\"}[$__rate_interval]))", "without a verdict"),
            Query.Metrics("sum by (type) (rate(event_ids_reused_total{job=\"gateway\"}[$__rate_interval]))", "id used twice: {{type}}")));
}
