using LiveOps.Core.Bus.Journal;
using LiveOps.ServiceDefaults.Bus.Delivery;
using Prometheus;

namespace LiveOps.Embedded;

/// <summary>The journal's metrics, on the gateway; each consumer's lag, on its own service.</summary>
internal static class JournalMetrics
{
    private static readonly double[] Seconds = Histogram.ExponentialBuckets(0.00005, 2, 16);

    public static void Register(Journal journal, JournalBus bus, DeadLetterFiles letters, IReadOnlyList<(string Name, WebApplication App)> apps)
    {
        foreach ((string name, WebApplication app) in apps)
        {
            var metrics = app.Services.GetRequiredService<IMetricFactory>();
            var registry = app.Services.GetRequiredService<CollectorRegistry>();
            if (name == "gateway")
                RegisterJournal(journal, bus, metrics, registry);
            if (bus.Consumers.FirstOrDefault(consumer => consumer.Name == name) is { } consumer)
                RegisterConsumer(bus, consumer, letters, new EventDelays(metrics, app.Services.GetRequiredService<TimeProvider>()), metrics, registry);
        }
    }

    private static void RegisterJournal(Journal journal, JournalBus bus, IMetricFactory metrics, CollectorRegistry registry)
    {
        Histogram commit = metrics.CreateHistogram(
            "journal_commit_duration_seconds", "Time to write a group and force it to disk.", new HistogramConfiguration { Buckets = Seconds });
        Counter bytes = metrics.CreateCounter("journal_written_bytes_total", "Bytes written to the journal.");
        Gauge disk = metrics.CreateGauge("journal_disk_bytes", "Bytes of all segment files.");
        Gauge snapshots = metrics.CreateGauge("journal_snapshot_disk_bytes", "Bytes of all snapshots.");
        journal.Committed = (count, time) =>
        {
            commit.Observe(time.TotalSeconds);
            bytes.Inc(count);
        };
        registry.AddBeforeCollectCallback(() =>
        {
            disk.Set(journal.DiskBytes);
            snapshots.Set(bus.Consumers.Sum(consumer => consumer.SnapshotBytesOnDisk));
        });
    }

    private static void RegisterConsumer(JournalBus bus, JournalConsumer consumer, DeadLetterFiles letters, EventDelays delays, IMetricFactory metrics, CollectorRegistry registry)
    {
        Gauge lag = metrics.CreateGauge("bus_lag_events", "Events published and not yet applied by this consumer.");
        Counter redeliveries = metrics.CreateCounter("bus_redeliveries_total", "Messages delivered to this consumer again after it failed.");
        Counter deadLetters = metrics.CreateCounter("bus_dead_letters_total", "Messages this consumer could not apply, set aside.");
        Gauge waiting = metrics.CreateGauge("bus_dead_letters_waiting", "Messages this consumer could not apply that wait to be replayed or discarded.");
        consumer.Applied = message => delays.Observe(message);
        registry.AddBeforeCollectCallback(() =>
        {
            lag.Set(Math.Max(0, bus.PublishedEvents - consumer.AppliedEvents));
            redeliveries.IncTo(consumer.Redeliveries);
            deadLetters.IncTo(consumer.SetAside);
            waiting.Set(letters.Count(consumer.Name)); // as many files as somebody has yet to look at: mostly no folder
        });
    }
}
