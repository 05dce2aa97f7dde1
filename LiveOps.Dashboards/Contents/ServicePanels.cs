using LiveOps.Dashboards.Model;

namespace LiveOps.Dashboards.Contents;

/// <summary>What every service has: its requests, its process, its stores, its logs and traces.</summary>
internal static class ServicePanels
{
    private const string Probes = "/healthz|/readyz|/metrics";

    /// <summary>Its requests: how many, how many fail, how long they take.</summary>
    /// <param name="job">The service.</param>
    /// <param name="slow">The runbook for when it is slow.</param>
    /// <param name="failing">The runbook for when it fails.</param>
    /// <param name="limit">What its p95 should stay under, in seconds.</param>
    public static Row Requests(string job, string slow, string failing, double limit)
    {
        string requests = $"job=\"{job}\",route!~\"{Probes}|.*/live\"";
        return new Row(
            "Requests",
            new Panel("By route", Units.Requests, failing, "Without probes, scrapes and pages that stay open.",
                Query.Metrics($"sum by (method, route) (rate(http_request_duration_seconds_count{{{requests}}}[$__rate_interval]))", "{{method}} {{route}}")),
            new Panel("Refused and failed, by status", Units.Requests, failing, "4xx are senders' mistakes or limits, 5xx are ours.",
                Query.Metrics($"sum by (code) (rate(http_request_duration_seconds_count{{{requests},code=~\"[45]..\"}}[$__rate_interval]))", "{{code}}")),
            new Panel("How long they take", Units.Seconds, slow, "Half, 95 and 99 of 100 take less. A point is a request whose trace is known: it leads there.",
                Query.Metrics(Quantile(0.5, requests), "p50"),
                Query.WithExemplars(Quantile(0.95, requests), "p95"),
                Query.Metrics(Quantile(0.99, requests), "p99"))
            { Limit = limit });
    }

    /// <summary>Its process.</summary>
    public static Row Process(string job) => new(
        "Processes",
        new Panel("Processors", Units.Cores, "autoscaler-at-maximum", "Cores, by replica.",
            Query.Metrics($"rate(process_cpu_seconds_total{{job=\"{job}\"}}[$__rate_interval])", "{{instance}}"))
        { Width = 6 },
        new Panel("Memory", Units.Bytes, "service-down", "Resident, and what .NET's heap has of it, by replica.",
            Query.Metrics($"process_resident_memory_bytes{{job=\"{job}\"}}", "{{instance}}"),
            Query.Metrics($"dotnet_total_memory_bytes{{job=\"{job}\"}}", "{{instance}} heap"))
        { Width = 6 },
        new Panel("Collections", Units.PerSecond, "service-down", "Of garbage, by generation. Of the second there should be few.",
            Query.Metrics($"sum by (generation) (rate(dotnet_collection_count_total{{job=\"{job}\"}}[$__rate_interval]))", "generation {{generation}}"))
        { Width = 6 },
        new Panel("Parts that are missing or otherwise than they should be", Units.Count, "store-away", "1 is missing. As /readyz says, where the reason stands.",
            Query.Metrics($"max by (part) (readiness_part_missing{{job=\"{job}\"}})", "{{part}} missing"),
            Query.Metrics($"max by (part) (readiness_part_degraded{{job=\"{job}\"}})", "{{part}} degraded"))
        { Width = 6 });

    /// <summary>Its stores, in a cluster.</summary>
    public static Row Stores(string job) => new(
        "Stores, in a cluster",
        new Panel("p95 of operations", Units.Seconds, "store-slow", "On Redis 100 ms, on SQL 500 ms are slow.",
            Query.Metrics($"histogram_quantile(0.95, sum by (store, operation, le) (rate(store_operation_duration_seconds_bucket{{job=\"{job}\"}}[$__rate_interval])))", "{{store}} {{operation}}"))
        { Width = 12, Limit = 0.5 },
        new Panel("Operations", Units.PerSecond, "store-slow", "By store and operation, failed ones too.",
            Query.Metrics($"sum by (store, operation) (rate(store_operation_duration_seconds_count{{job=\"{job}\"}}[$__rate_interval]))", "{{store}} {{operation}}"))
        { Width = 12 });

    /// <summary>What it consumes.</summary>
    public static Row Consumer(string job) => new(
        "Its events from the bus",
        new Panel("Events that wait", Units.Count, "bus-lag", "Published and not yet applied by this service.",
            Query.Metrics($"max(bus_lag_events{{job=\"{job}\"}})", "waiting"))
        { Limit = 1000 },
        new Panel("Until an event has its effect", Units.Seconds, "bus-lag", "From acceptance until it is applied here.",
            Query.Metrics($"histogram_quantile(0.5, sum by (le) (rate(bus_event_delay_seconds_bucket{{job=\"{job}\"}}[$__rate_interval])))", "p50"),
            Query.Metrics($"histogram_quantile(0.95, sum by (le) (rate(bus_event_delay_seconds_bucket{{job=\"{job}\"}}[$__rate_interval])))", "p95"))
        { Limit = 5 },
        new Panel("Delivered again, and set aside", Units.PerSecond, "dead-letters", "Messages that failed here. What goes on failing becomes a dead letter.",
            Query.Metrics($"sum(rate(bus_redeliveries_total{{job=\"{job}\"}}[$__rate_interval]))", "delivered again"),
            Query.Metrics($"sum(rate(bus_dead_letters_total{{job=\"{job}\"}}[$__rate_interval]))", "set aside")));

    /// <summary>What it says, and the traces that are worth looking at.</summary>
    public static Row LogsAndTraces(string job, string runbook) => new(
        "What it says",
        new Panel("Warnings and errors", Units.Text, runbook, "Each has its trace's id, which leads to the trace.",
            Query.Logs($"{{service_name=\"{job}\",level=~\"warn|error|critical\"}} | json"))
        { Kind = PanelKind.Logs, Width = 12 },
        new Panel("Traces that failed or were slow", Units.Text, runbook, "From the client's request over the bus into every consumer.",
            Query.Traces($"{{ resource.service.name = \"{job}\" && (status = error || duration > 500ms) }}"))
        { Kind = PanelKind.Traces, Width = 12 });

    private static string Quantile(double quantile, string requests) => FormattableString.Invariant(
        $"histogram_quantile({quantile}, sum by (le) (rate(http_request_duration_seconds_bucket{{{requests}}}[$__rate_interval])))");
}
