using LiveOps.Dashboards.Model;

namespace LiveOps.Dashboards.Contents;

/// <summary>Where everybody looks first: is anybody hurt, is anything missing, and the four golden signals of all services.</summary>
internal static class Overview
{
    private const string Services = "gateway|fairness|leaderboard|progression";

    public static Dashboard Make() => new(
        "overview", "Overview", "Look here first: whether players are hurt, what is missing, and the golden signals of all services.",
        IsAnybodyHurt(), Traffic(), ErrorsAndLatency(), Saturation());

    private static Row IsAnybodyHurt() => new(
        "Is anybody hurt, is anything missing?",
        new Panel("Critical alerts", Units.Count, "service-down", "Alerts that wake somebody, firing now. 0 is usual.",
            Query.Metrics("count(ALERTS{alertstate=\"firing\",severity=\"critical\"}) or vector(0)", "firing"))
        { Kind = PanelKind.Number, Width = 4, Limit = 1 },
        new Panel("Requests that fail", Units.Share, "gateway-errors", "5xx of the gateway over 5 minutes. The objective allows 0.1 %.",
            Query.Metrics("gateway:http_errors:ratio_rate5m", "failing"))
        { Kind = PanelKind.Number, Width = 4, Limit = 0.001 },
        new Panel("p95 of the gateway", Units.Seconds, "gateway-slow", "19 of 20 requests take less, over 5 minutes. Above 500 ms an alert fires.",
            Query.Metrics("gateway:http_request_duration_seconds:p95_5m", "p95"))
        { Kind = PanelKind.Number, Width = 4, Limit = 0.5 },
        new Panel("Ranks that are late", Units.Share, "bus-lag", "Events that took longer than 5 s into the ranks. The objective allows 1 %.",
            Query.Metrics("leaderboard:stale_events:ratio_rate5m", "late"))
        { Kind = PanelKind.Number, Width = 4, Limit = 0.01 },
        new Panel("Events that wait", Units.Count, "bus-lag", "For the service that is furthest behind. A thousand is what more replicas are started for.",
            Query.Metrics("max(job:bus_lag_events:max)", "waiting"))
        { Kind = PanelKind.Number, Width = 4, Limit = 1000 },
        new Panel("Parts that are missing", Units.Count, "store-away", "Parts that some service lacks and needs, as /readyz says: redis, database, bus; embedded journal and disk.",
            Query.Metrics("sum(max by (cluster, namespace, job, part) (readiness_part_missing))", "missing"))
        { Kind = PanelKind.Number, Width = 4, Limit = 1 });

    private static Row Traffic() => new(
        "How much comes in, and what becomes of it?",
        new Panel("Requests", Units.Requests, "gateway-errors", "To the services, without probes and scrapes; Fairness's are the gateways' questions for verdicts.",
            Query.Metrics("gateway:http_requests:rate5m", "gateway"),
            Query.Metrics("fairness:verdicts:rate5m", "fairness"),
            Query.Metrics("progression:http_requests:rate5m", "progression"),
            Query.Metrics("leaderboard:http_requests:rate5m", "leaderboard")),
        new Panel("Events accepted", Units.PerSecond, "many-events-refused", "By type, and against the same time a week ago.",
            Query.Metrics("sum by (type) (rate(events_received_total{job=\"gateway\",outcome=\"accepted\"}[$__rate_interval]))", "{{type}}"),
            Query.Metrics("gateway:events_accepted:rate5m offset 1w", "all, a week ago")),
        new Panel("Events applied", Units.PerSecond, "bus-lag", "Each consumer applies what was accepted: the lines lie on one another, and on what is accepted.",
            Query.Metrics("job:bus_events_applied:rate5m", "{{job}}"),
            Query.Metrics("gateway:events_accepted:rate5m", "accepted")));

    private static Row ErrorsAndLatency() => new(
        "Does it fail, is it slow?",
        new Panel("Requests that fail", Units.Share, "service-errors", "Share of 5xx by service, over 5 minutes.",
            Query.Metrics("gateway:http_errors:ratio_rate5m", "gateway"),
            Query.Metrics("fairness:verdict_errors:ratio_rate5m", "fairness"),
            Query.Metrics("progression:http_errors:ratio_rate5m", "progression"),
            Query.Metrics("leaderboard:http_errors:ratio_rate5m", "leaderboard"))
        { Limit = 0.05 },
        new Panel("p95 of requests", Units.Seconds, "gateway-slow", "19 of 20 requests take less. The dashed line is the gateway's objective.",
            Query.Metrics("gateway:http_request_duration_seconds:p95_5m", "gateway"),
            Query.Metrics("fairness:verdict_duration_seconds:p95_5m", "fairness"),
            Query.Metrics("progression:http_request_duration_seconds:p95_5m", "progression"),
            Query.Metrics("leaderboard:http_request_duration_seconds:p95_5m", "leaderboard"))
        { Limit = 0.5 },
        new Panel("p95 until an event has its effect", Units.Seconds, "bus-lag", "From acceptance until a consumer has applied it. Ranks have 5 s.",
            Query.Metrics("job:bus_event_delay_seconds:p95_5m", "{{job}}"))
        { Limit = 5 });

    private static Row Saturation() => new(
        "What is full?",
        new Panel("Processors", Units.Cores, "autoscaler-at-maximum", "Cores that each service uses, all replicas together.",
            Query.Metrics("job:process_cpu_seconds:rate5m", "{{job}}"))
        { Width = 6 },
        new Panel("Memory", Units.Bytes, "service-down", "Resident memory of the largest replica of each service.",
            Query.Metrics("job:process_resident_memory_bytes:max", "{{job}}"))
        { Width = 6 },
        new Panel("Events that wait", Units.Count, "bus-lag", "Published and not yet applied, by service.",
            Query.Metrics("job:bus_lag_events:max", "{{job}}"))
        { Width = 6, Limit = 1000 },
        new Panel("Replicas that answer", Units.Share, "service-down", "Share of replicas that Prometheus reaches; 100 % is usual.",
            Query.Metrics($"avg by (cluster, namespace, job) (up{{job=~\"{Services}\"}})", "{{job}} {{cluster}} {{namespace}}"))
        { Width = 6 });
}
