using System.Globalization;
using LiveOps.Bench.Load;
using LiveOps.Bench.Reporting;
using LiveOps.Bench.Sending;
using LiveOps.Bench.Servers;

namespace LiveOps.Bench.EndToEnd;

/// <summary>
/// Signed batches over HTTP into the embedded system, fsync on, until every effect is visible; beside a server that only computes the HMAC and
/// walks the JSON, under the same load in the same rounds. Then latencies at rates that the system can take, and where its time goes.
/// </summary>
internal static class EndToEndBench
{
    public const int Batch = 100;
    public static readonly EventMix Mix = new(Players: 10_000, Boards: 10);
    private const int EventsPerRound = 1_500_000;

    public static async Task<Section> RunAsync(BenchOptions options)
    {
        var section = new Section("endtoend", "End to end: events in, until every effect is visible");
        int perRound = options.Sized(EventsPerRound) / Batch;
        var rounds = new List<LoadedRound>();
        var baseline = new List<SendResult>();
        using var system = new SystemUnderLoad(Mix);
        using (ServerProcess hmac = ServerProcess.Start("hmac"))
        {
            for (int round = 0; round <= options.Rounds; round++)
            {
                using var requests = PresignedRequests.Make($"e{round:D2}", perRound, Batch, Mix);
                SendResult bare = SenderProcess.Send(hmac.Port("gateway"), requests, options.Connections);
                LoadedRound live = await system.SendAsync(requests, options.Connections);
                section.Progress($"round {round} of {options.Rounds}{(round == 0 ? ", warm-up" : "")}: {live.PerSecond:N0} events/s");
                if (round > 0)
                {
                    baseline.Add(bare);
                    rounds.Add(live);
                }
            }
        }

        section.Say(string.Create(CultureInfo.InvariantCulture,
            $"{perRound * Batch:N0} events a round in signed batches of {Batch}, over {Mix.Players:N0} players and {Mix.Boards} boards, the four types in turn, {options.Connections} connections, closed loop; the embedded system in a process of its own with fsync on. The time runs from the first byte sent until all consumers have applied the last event."));
        Throughput(section, rounds, baseline);
        Split(section, rounds);
        await OpenLoop.RunAsync(section, system, rounds, options);
        section.Progress("reading every player and board");
        section.Say(await system.CheckAsync());
        return section;
    }

    /// <summary>How many events a second, beside the baseline of the same round.</summary>
    internal static void Throughput(Section section, List<LoadedRound> rounds, List<SendResult> baseline)
    {
        var table = new Table("", "events/s", "load generator, cores", "p50 ms", "p99 ms", "allocated B/event");
        table.Add(
            "HMAC and one walk over the JSON",
            new Spread(baseline.Select(run => run.Accepted == 0 ? 0 : run.Requests * Batch / run.Duration.TotalSeconds)).ToText(),
            new Spread(baseline.Select(run => run.Cores)).ToText("N2"),
            new Spread(baseline.Select(run => run.Latencies.Percentile(50) / 1e6)).ToText("N1"),
            new Spread(baseline.Select(run => run.Latencies.Percentile(99) / 1e6)).ToText("N1"),
            "");
        table.Add(
            "embedded, until acknowledged",
            new Spread(rounds.Select(run => run.Events / run.Sent.Duration.TotalSeconds)).ToText(),
            section.Figure("generator", rounds.Select(run => run.Sent.Cores)).ToText("N2"),
            new Spread(rounds.Select(run => run.Sent.Latencies.Percentile(50) / 1e6)).ToText("N1"),
            new Spread(rounds.Select(run => run.Sent.Latencies.Percentile(99) / 1e6)).ToText("N1"),
            section.Figure("allocated", rounds.Select(run => (double)run.AllocatedBytes / run.Events)).ToText("N1"));
        table.Add("embedded, until visible", section.Figure("events", rounds.Select(run => run.PerSecond)).ToText(), "", "", "", "");
        section.Add(table);
        Spread ratio = section.Figure("ratio", rounds.Zip(baseline, (live, bare) => live.PerSecond / (bare.Requests * Batch / bare.Duration.TotalSeconds)));
        section.Say($"Ratio to the server that only computes the HMAC and walks the JSON, round by round: {ratio.ToText("N2")}. "
            + $"The journal wrote groups of {new Spread(rounds.Select(run => run.Events / run.Commits)).ToText()} events, "
            + $"each in {new Spread(rounds.Select(run => run.CommitSeconds / run.Commits * 1e3)).ToText("N2")} ms with its fsync; "
            + $"memory of the whole process at the end: {rounds[^1].ResidentBytes >> 20:N0} MiB.");
    }

    /// <summary>Which part of the server took how much of the time.</summary>
    internal static void Split(Section section, List<LoadedRound> rounds)
    {
        double busy = rounds.Average(run => Cores(run).Sum(part => part.Cores));
        var table = new Table("where the time goes", "cores", "µs CPU an event", "share");
        string[] names = [.. Cores(rounds[0]).Select(part => part.Name)];
        foreach (string name in names)
        {
            var cores = new Spread(rounds.Select(run => Cores(run).Single(part => part.Name == name).Cores));
            Spread each = section.Figure("cpu " + name, rounds.Select(run => Cores(run).Single(part => part.Name == name).Cores * 1e6 / run.PerSecond));
            table.Add(name, cores.ToText("N2"), each.ToText("N2"), (cores.Median / busy).ToString("P0", CultureInfo.InvariantCulture));
        }

        section.Add(table);
        section.Add("endtoend-split", "CPU time of an event by part", Chart.Stacks(
            "Where an event's CPU time goes", "µs CPU an event", ["an event"],
            [.. names.Select(name => (name, new[] { new Spread(section.Figures["cpu " + name]).Median }))]));
        section.Say($"{busy.ToString("N2", CultureInfo.InvariantCulture)} of the machine's {Environment.ProcessorCount} cores are busy. The gateway's part is everything its requests do on the thread pool: reading HTTP, the HMAC, parsing, its memory of ids, verdicts, encoding the batch, answering.");
    }

    private static IEnumerable<(string Name, double Cores)> Cores(LoadedRound run) =>
        ThreadTimes.Names.Select(name => (name, run.Parts[name] / run.Visible)).Append(("load generator", run.Sent.Cpu / run.Visible));
}
