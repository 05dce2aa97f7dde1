using System.Globalization;
using LiveOps.Bench.Reporting;

namespace LiveOps.Bench.Baselines;

/// <summary>What the machine itself can do, for what else is measured to be held against.</summary>
internal static class MachineBench
{
    public static Section Run(BenchOptions options)
    {
        var section = new Section("machine", "The machine");
        var table = new Table("what", "value");
        section.Progress("disk");
        Disk(section, table, options);
        section.Progress("memory");
        Memory(section, table, options);
        section.Add(table);
        return section;
    }

    private static void Disk(Section section, Table table, BenchOptions options)
    {
        using var disk = new DiskSync();
        foreach (int bytes in new[] { 4 << 10, 256 << 10, 1 << 20 })
        {
            var runs = Runs(options, () => disk.PerSecond(bytes, options.Duration / 4));
            Spread rate = section.Figure($"fsync {bytes}", runs);
            string size = bytes >= 1 << 20 ? $"{bytes >> 20} MiB" : $"{bytes >> 10} KiB";
            table.Add($"appends of {size} with fsync, a second", string.Create(CultureInfo.InvariantCulture, $"{rate.ToText()}: {rate.Median * bytes / 1e6:N0} MB/s"));
        }
    }

    private static void Memory(Section section, Table table, BenchOptions options)
    {
        foreach (int threads in new[] { 1, Environment.ProcessorCount })
        {
            var read = new MemorySpeed(threads);
            table.Add($"memory read, GB/s, {threads} thread{(threads > 1 ? "s" : "")}", section.Figure($"read {threads}", Runs(options, read.ReadGigabytes)).ToText("N1"));
            table.Add($"memory copied, GB/s, {threads} thread{(threads > 1 ? "s" : "")}", section.Figure($"copy {threads}", Runs(options, read.CopyGigabytes)).ToText("N1"));
        }

        foreach (int megabytes in new[] { 1, 16, 256, 1024 })
        {
            var chase = new PointerChase(megabytes);
            table.Add($"random access in {megabytes:N0} MiB, ns, each waits for the one before", section.Figure($"chase {megabytes}", Runs(options, chase.NanosecondsEach)).ToText("N1"));
        }
    }

    private static List<double> Runs(BenchOptions options, Func<double> run)
    {
        run();
        return [.. Enumerable.Range(0, options.Rounds).Select(_ => run())];
    }
}
