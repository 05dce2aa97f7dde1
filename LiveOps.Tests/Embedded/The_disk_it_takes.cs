using System.Globalization;
using System.Text.RegularExpressions;
using LiveOps.Core.Bus;
using LiveOps.Tests.Harness;
using LiveOps.Tests.Progression;
using LiveOps.Tests.ServiceDefaults.Bus;
using Microsoft.Extensions.DependencyInjection;

namespace LiveOps.Tests.Embedded;

/// <summary>The disk that the embedded system takes is bounded by its settings, and is what its metrics say.</summary>
public sealed class The_disk_it_takes
{
    private const int Megabyte = 1 << 20;

    [Fact]
    public async Task The_journal_stays_within_what_the_settings_allow_and_the_metrics_say_how_much_it_is()
    {
        await using LiveSystem live = await LiveSystem.StartAsync(null, ("JOURNAL_SEGMENT_MEGABYTES", "1"), ("SNAPSHOT_MEGABYTES", "1"));
        IEventBus bus = live.Services("gateway").GetRequiredService<IEventBus>();
        long written = 0;
        while (written < 12 * Megabyte)
        {
            BusMessage batch = TestEvent.Batch([.. Enumerable.Range(0, 500).Select(player => TestEvent.Xp($"p{player}", 1))]);
            written += batch.Payload.Length;
            await bus.PublishAsync(batch);
        }

        // From each service's older snapshot on: two that are due after a megabyte each, and what is left of a segment.
        await Until.TrueAsync(async () => await MetricAsync(live, "journal_disk_bytes") < 5 * Megabyte, () => "the journal grows");
        await Until.TrueAsync(async () => await MetricAsync(live, "journal_disk_bytes") == BytesOf(live, "journal"), () => "the metric is not what lies there");
        await Until.TrueAsync(async () => await MetricAsync(live, "journal_snapshot_disk_bytes") == BytesOf(live, "snapshots"), () => "the metric is not what lies there");
        Assert.InRange(Directory.GetFiles(Path.Combine(live.DataFolder, "snapshots"), "*", SearchOption.AllDirectories).Length, 4, 8);
    }

    private static async Task<long> MetricAsync(LiveSystem live, string name)
    {
        string text = await (await live.GetAsync("gateway", "/metrics")).Content.ReadAsStringAsync();
        return (long)double.Parse(Regex.Match(text, $@"(?m)^{name} (\S+)$").Groups[1].Value, CultureInfo.InvariantCulture);
    }

    private static long BytesOf(LiveSystem live, string folder) =>
        new DirectoryInfo(Path.Combine(live.DataFolder, folder)).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
}
