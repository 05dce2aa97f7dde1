using LiveOps.Dashboards.Model;

namespace LiveOps.Dashboards.Contents;

/// <summary>Whether each acknowledged event has its effect, once and in time.</summary>
internal static class BusAndExactlyOnce
{
    public static Dashboard Make() => new(
        "bus", "Bus and exactly once", "Whether each acknowledged event has its effect, once and in time.",
        Flow(), Late(), Failures());

    private static Row Flow() => new(
        "Does everything arrive?",
        new Panel("Accepted and applied", Units.PerSecond, "bus-lag", "The lines lie on one another but for moments; one that lies below is a consumer that is behind.",
            Query.Metrics("gateway:events_accepted:rate5m", "accepted"),
            Query.Metrics("job:bus_events_applied:rate5m", "{{job}}")),
        new Panel("Events that wait", Units.Count, "bus-lag", "Published and not yet applied, by consumer.",
            Query.Metrics("job:bus_lag_events:max", "{{job}}"))
        { Limit = 1000 },
        new Panel("Waited 10 minutes ago and still do", Units.Count, "bus-lag", "What waited then, less all that was applied since: above 0 an acknowledged event is not applied, whatever the order. The second leg of exactly once.",
            Query.Metrics("clamp_min(max by (cluster, namespace, job) (bus_lag_events offset 10m) - sum by (cluster, namespace, job) (increase(bus_event_delay_seconds_count[10m])), 0)", "{{job}} {{cluster}} {{namespace}}"))
        { Limit = 1 });

    private static Row Late() => new(
        "Does it arrive in time?",
        new Panel("Until an event has its effect, p95", Units.Seconds, "bus-lag", "From acceptance until a consumer has applied it.",
            Query.Metrics("job:bus_event_delay_seconds:p95_5m", "{{job}}"))
        { Limit = 5 },
        new Panel("Later than 300 s", Units.Share, "bus-lag", "Over 5 minutes. The objective allows 0.01 %.",
            Query.Metrics("job:bus_late_events:ratio_rate5m", "{{job}}"))
        { Limit = 0.0001 },
        new Panel("How fast the budget burns", Units.Times, "bus-lag", "1 uses it up in exactly its 28 days. 14.4 over an hour wakes somebody.",
            Query.Metrics("job:bus_late_events:ratio_rate1h / 0.0001", "{{job}}, 1 h"),
            Query.Metrics("job:bus_late_events:ratio_rate6h / 0.0001", "{{job}}, 6 h"))
        { Limit = 14.4 });

    private static Row Failures() => new(
        "What comes again, what was set aside?",
        new Panel("Delivered again", Units.PerSecond, "dead-letters", "Messages that a consumer failed to apply. Effects are once however often they come.",
            Query.Metrics("sum by (job) (rate(bus_redeliveries_total[$__rate_interval]))", "{{job}}")),
        new Panel("Set aside within the hour", Units.Count, "dead-letters", "Messages whose events do not count until they are replayed.",
            Query.Metrics("sum by (job) (increase(bus_dead_letters_total[1h]))", "{{job}}"))
        { Limit = 1 },
        new Panel("Dead letters that wait", Units.Count, "dead-letters", "Whenever they were set aside: to be replayed or discarded.",
            Query.Metrics("max by (job) (bus_dead_letters_waiting)", "{{job}}"))
        { Limit = 1 },
        new Panel("Duplicates at the door", Units.PerSecond, "senders", "Events that were accepted before, by type; and of them such as say something else under the same id.",
            Query.Metrics("sum by (type) (rate(events_received_total{job=\"gateway\",outcome=\"duplicate\"}[$__rate_interval]))", "{{type}}"),
            Query.Metrics("sum by (type) (rate(event_ids_reused_total{job=\"gateway\"}[$__rate_interval]))", "{{type}}, another event")));
}
