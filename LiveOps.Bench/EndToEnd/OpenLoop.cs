using System.Globalization;
using LiveOps.Bench.Load;
using LiveOps.Bench.Reporting;
using LiveOps.Bench.Sending;

namespace LiveOps.Bench.EndToEnd;

/// <summary>Latencies from when a request was meant to be sent to its durable 202, at shares of what the system can take.</summary>
internal static class OpenLoop
{
    private static readonly int[] Shares = [10, 25, 50, 75, 90];
    private static readonly double[] Percentiles = [50, 90, 99, 99.9];

    public static async Task RunAsync(Section section, SystemUnderLoad system, List<LoadedRound> closed, BenchOptions options)
    {
        double most = new Spread(closed.Select(run => run.PerSecond)).Median / EndToEndBench.Batch;
        var table = new Table(["requests/s, open loop", "events/s", .. Percentiles.Select(p => string.Create(CultureInfo.InvariantCulture, $"p{p} ms")), "load generator, cores"]);
        var lines = Percentiles.ToDictionary(percentile => percentile, _ => new List<(double, Spread)>());
        foreach (int share in Shares)
        {
            double rate = most * share / 100;
            var runs = new List<SendResult>();
            for (int round = 0; round < options.Rounds; round++)
            {
                using var requests = PresignedRequests.Make($"o{share:D2}{round:D2}", Math.Max(1, (int)(rate * options.Duration.TotalSeconds / 2)), EndToEndBench.Batch, system.Mix);
                runs.Add((await system.SendAsync(requests, options.Connections, rate)).Sent);
            }

            Spread At(double percentile) => new(runs.Select(run => run.Latencies.Percentile(percentile) / 1e6));
            section.Progress(string.Create(CultureInfo.InvariantCulture, $"open loop, {share} %: p50 {At(50).Median:N2} ms, p99 {At(99).Median:N2} ms"));
            table.Add([
                string.Create(CultureInfo.InvariantCulture, $"{rate:N0} ({share} %)"), (rate * EndToEndBench.Batch).ToString("N0", CultureInfo.InvariantCulture),
                .. Percentiles.Select(percentile => At(percentile).ToText("N2")), new Spread(runs.Select(run => run.Cores)).ToText("N2")]);
            foreach (double percentile in Percentiles)
                lines[percentile].Add((share, At(percentile)));
        }

        section.Say($"Latency of a batch's durable 202 when requests come at a fixed rate whatever the answers do, over {options.Connections} connections, measured from when each was meant to be sent (no coordinated omission), {options.Rounds} runs of {(options.Duration / 2).TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture)} s:");
        section.Add(table);
        section.Add("endtoend-latency", "Latency by rate, open loop", Chart.Lines(
            "Latency of a durable batch of 100, open loop", "% of the closed loop's rate", "ms", true,
            [.. Percentiles.Select(percentile => new Series(string.Create(CultureInfo.InvariantCulture, $"p{percentile}"), lines[percentile]))]));
    }
}
