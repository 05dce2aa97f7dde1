using LiveOps.Dashboards.Model;

namespace LiveOps.Dashboards.Contents;

/// <summary>The embedded system: one process, one journal.</summary>
internal static class EmbeddedSystem
{
    public static Dashboard Make() => new(
        "embedded", "Embedded system", "Four services in one process on a journal: whether it is written, and how much it takes.",
        Journal(), Consumers(), Process());

    private static Row Journal() => new(
        "The journal",
        new Panel("Writing a group", Units.Seconds, "store-slow", "From the first record until the disk has it: no request is answered before. p95 over 100 ms fires an alert.",
            Query.Metrics("job:journal_commit_duration_seconds:p95_5m{job=\"gateway\"}", "p95"),
            Query.Metrics("histogram_quantile(0.5, sum by (le) (rate(journal_commit_duration_seconds_bucket{job=\"gateway\"}[$__rate_interval])))", "p50"))
        { Limit = 0.1 },
        new Panel("Written", Units.BytesPerSecond, "disk-full", "To segments.",
            Query.Metrics("sum(rate(journal_written_bytes_total{job=\"gateway\"}[$__rate_interval]))", "journal")),
        new Panel("On the disk", Units.Bytes, "disk-full", "Segments stay until every service has a snapshot of them. Over 4 GiB an alert fires.",
            Query.Metrics("max(journal_disk_bytes{job=\"gateway\"})", "segments"),
            Query.Metrics("max(journal_snapshot_disk_bytes{job=\"gateway\"})", "snapshots"))
        { Limit = 4294967296 });

    private static Row Consumers() => new(
        "Its consumers",
        new Panel("Events that wait", Units.Count, "bus-lag", "In the journal and not yet applied, by service.",
            Query.Metrics("job:bus_lag_events:max", "{{job}}")),
        new Panel("Until an event has its effect, p95", Units.Seconds, "bus-lag", "From acceptance until it is applied.",
            Query.Metrics("job:bus_event_delay_seconds:p95_5m", "{{job}}"))
        { Limit = 5 },
        new Panel("Journal or disk missing", Units.Count, "damaged-journal", "1 is missing. journal: a service cannot go on reading it. disk: it cannot be written, and nothing is accepted.",
            Query.Metrics("max by (job, part) (readiness_part_missing{part=~\"journal|disk\"})", "{{job}} {{part}}"))
        { Limit = 1 });

    private static Row Process() => new(
        "The process",
        new Panel("Processors", Units.Cores, "service-down", "Cores of the one process.",
            Query.Metrics("max(rate(process_cpu_seconds_total{job=\"gateway\"}[$__rate_interval]))", "all four services")),
        new Panel("Memory", Units.Bytes, "service-down", "Resident, and what .NET's heap has of it. State is in memory: it grows with players.",
            Query.Metrics("max(process_resident_memory_bytes{job=\"gateway\"})", "resident"),
            Query.Metrics("max(dotnet_total_memory_bytes{job=\"gateway\"})", "heap")),
        new Panel("Files and threads", Units.Count, "service-down", "Handles that are open, and threads.",
            Query.Metrics("max(process_open_handles{job=\"gateway\"})", "handles"),
            Query.Metrics("max(process_num_threads{job=\"gateway\"})", "threads")));
}
