using System.Globalization;
using LiveOps.Bench.EndToEnd;
using LiveOps.Bench.Load;
using LiveOps.Bench.Reporting;

namespace LiveOps.Bench.Growth;

/// <summary>What an event costs end to end as one thing grows and the others stay: players, events in a batch, connections, boards.</summary>
internal static class GrowthBench
{
    private const int Players = 10_000, Boards = 10, Batch = EndToEndBench.Batch, EventsPerRound = 200_000;

    public static async Task<Section> RunAsync(BenchOptions options)
    {
        var section = new Section("growth", "How the cost of an event grows");
        section.Say($"End to end as above, closed loop, a new system for each line; {options.Rounds} rounds of {options.Sized(EventsPerRound):N0} events each (a fifth of that without batches), after as many again, or as there are players if those are more, to warm up. What does not vary: {Players:N0} players, {Boards} boards, batches of {Batch}, {options.Connections} connections.");
        var centre = new Point(Players, Boards, Batch, options.Connections);
        var measured = new Dictionary<Point, Measured>();
        int[] players = options.Quick ? [1_000, Players] : [1_000, Players, 100_000, 1_000_000]; // fewer would each send more than they may
        await SweepAsync("players", players, n => centre with { Players = n });
        await SweepAsync("events in a batch", [1, 10, 100, 1000], n => centre with { Batch = n });
        await SweepAsync("connections", [1, 4, 16, 64, 256], n => centre with { Connections = n });
        await SweepAsync("boards", [1, 10, 100, 1000], n => centre with { Boards = n });
        return section;

        async Task SweepAsync(string what, int[] values, Func<int, Point> at)
        {
            var table = new Table(what, "events/s", "µs CPU an event, server", "p99 ms", "allocated B/event", "memory, MiB");
            var rates = new List<(double, Spread)>();
            foreach (int value in values)
            {
                Point point = at(value);
                if (!measured.TryGetValue(point, out Measured? found))
                    measured.Add(point, found = await MeasureAsync(section, point, options));
                table.Add(value.ToString("N0", CultureInfo.InvariantCulture), found.Rate.ToText(), found.Cpu.ToText("N2"), found.P99.ToText("N1"), found.Allocated.ToText(), found.Memory.ToString("N0", CultureInfo.InvariantCulture));
                rates.Add((value, section.Figure($"{what} {value}", found.Runs)));
                section.Progress(string.Create(CultureInfo.InvariantCulture, $"{value:N0} {what}: {found.Rate.Median:N0} events/s"));
            }

            section.Add(table);
            section.Add("growth-" + what.Split(' ')[^1], $"Events a second by {what}", Chart.Lines($"Events a second by {what}", what, "events/s", false, [new Series("end to end", rates)]));
        }
    }

    private static async Task<Measured> MeasureAsync(Section section, Point point, BenchOptions options)
    {
        using var system = new SystemUnderLoad(new EventMix(point.Players, point.Boards));
        int events = options.Sized(EventsPerRound) / (point.Batch == 1 ? 5 : 1);
        int warmUp = Math.Max(events, point.Players);
        await SendAsync("warm", warmUp / (point.Batch == 1 ? 1 : 100), point.Batch == 1 ? 1 : 100);
        var runs = new List<LoadedRound>();
        for (int round = 0; round < options.Rounds; round++)
            runs.Add(await SendAsync($"r{round:D3}", Math.Max(1, events / point.Batch), point.Batch));
        return new Measured(
            [.. runs.Select(run => run.PerSecond)],
            new Spread(runs.Select(run => run.Parts.Values.Sum(part => part.TotalMicroseconds) / run.Events)),
            new Spread(runs.Select(run => run.Sent.Latencies.Percentile(99) / 1e6)),
            new Spread(runs.Select(run => (double)run.AllocatedBytes / run.Events)),
            runs[^1].ResidentBytes >> 20);

        async Task<LoadedRound> SendAsync(string run, int requests, int batch)
        {
            using var made = PresignedRequests.Make(run, requests, batch, system.Mix);
            return await system.SendAsync(made, point.Connections);
        }
    }

    private sealed record Point(int Players, int Boards, int Batch, int Connections);

    private sealed record Measured(double[] Runs, Spread Cpu, Spread P99, Spread Allocated, long Memory)
    {
        public Spread Rate { get; } = new(Runs);
    }
}
