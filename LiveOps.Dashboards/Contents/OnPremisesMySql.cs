using LiveOps.Dashboards.Model;

namespace LiveOps.Dashboards.Contents;

/// <summary>MySQL on a machine of one's own, beside what the leaderboard feels of it: on one screen.</summary>
internal static class OnPremisesMySql
{
    public static Dashboard Make() => new(
        "on-premises-mysql", "On-premises MySQL", "The machine and the MySQL on it, beside how long the leaderboard takes: what moves together has one cause.",
        Beside(), Server());

    private static Row Beside() => new(
        "The machine, and what the leaderboard feels of it",
        new Panel("Processors of the machine", Units.Share, "mysql-on-premises", "Over 90 % for 10 minutes an alert fires.",
            Query.Metrics("instance:mysql_host_cpu:ratio_rate5m", "{{instance}}"))
        { Limit = 0.9 },
        new Panel("Leaderboard: operations on SQL, p95", Units.Seconds, "store-slow", "What it waits for MySQL, the way there and back included.",
            Query.Metrics("job_store:store_operation_duration_seconds:p95_5m{job=\"leaderboard\",store=\"sql\"}", "leaderboard"),
            Query.Metrics("job_store:store_operation_duration_seconds:p95_5m{job=\"progression\",store=\"sql\"}", "progression"))
        { Limit = 0.5 },
        new Panel("Leaderboard: requests and ranks, p95", Units.Seconds, "leaderboard-slow", "Pages come of Redis and feel little of MySQL; ranks wait for it.",
            Query.Metrics("leaderboard:http_request_duration_seconds:p95_5m", "requests"),
            Query.Metrics("job:bus_event_delay_seconds:p95_5m{job=\"leaderboard\"}", "until an event is in the ranks"))
        { Limit = 5 },
        new Panel("Queries", Units.PerSecond, "mysql-on-premises", "All, and those longer than long_query_time.",
            Query.Metrics("instance:mysql_queries:rate5m", "{{instance}}"),
            Query.Metrics("instance:mysql_slow_queries:rate5m", "{{instance}} slow")),
        new Panel("Connections taken", Units.Share, "mysql-on-premises", "Of max_connections; a replica of a service takes up to 20. From 80 % an alert fires.",
            Query.Metrics("instance:mysql_connections:ratio", "{{instance}}"))
        { Limit = 0.8 },
        new Panel("Events that wait for it", Units.Count, "bus-lag", "Progression and Leaderboard wait for MySQL, their events on the bus.",
            Query.Metrics("job:bus_lag_events:max{job=~\"leaderboard|progression\"}", "{{job}}"))
        { Limit = 1000 });

    private static Row Server() => new(
        "Is it there, is it full?",
        new Panel("MySQL answers", Units.YesNo, "mysql-on-premises", "What its exporter says.",
            Query.Metrics("max by (instance) (mysql_up{job=\"mysql\"})", "{{instance}}"))
        { Kind = PanelKind.Number, Width = 6 },
        new Panel("The machine is reached", Units.YesNo, "mysql-on-premises", "Whether its exporter is scraped.",
            Query.Metrics("up{job=\"mysql-host\"}", "{{instance}}"))
        { Kind = PanelKind.Number, Width = 6 },
        new Panel("Free on the fullest disk", Units.Share, "mysql-on-premises", "Below 10 % an alert fires. A MySQL without room stands still.",
            Query.Metrics("instance:mysql_host_disk_free:ratio_min", "{{instance}}"))
        { Kind = PanelKind.Number, Width = 6 },
        new Panel("The replica is behind", Units.Seconds, "mysql-on-premises", "What was written since is lost when it has to take over.",
            Query.Metrics("mysql_slave_status_seconds_behind_source or mysql_slave_status_seconds_behind_master", "{{instance}}"))
        { Kind = PanelKind.Number, Width = 6, Limit = 60 });
}
