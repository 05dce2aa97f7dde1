using System.Globalization;
using LiveOps.Bench.EndToEnd;
using LiveOps.Bench.Load;
using LiveOps.Bench.Reporting;
using LiveOps.Bench.Servers;

namespace LiveOps.Bench.Gateway;

/// <summary>
/// The embedded system's gateway, through to the durable 202, beside bare Kestrel under the same load in the same run: rounds in turn, so that
/// a slow minute of the machine is everybody's.
/// </summary>
internal static class GatewayBench
{
    public static Section Run(BenchOptions options)
    {
        const int Batch = EndToEndBench.Batch;
        var section = new Section("gateway", "The gateway beside bare Kestrel");
        section.Say($"wrk, one thread, {options.Connections} connections, closed loop, {options.Rounds} rounds of {options.Duration.TotalSeconds:N0} s, the servers in turn; all consumers of the embedded system work beside the gateway, on the same cores, fsync on.");
        Compare(section, "single", "Single signed events, against a POST that drains its body:", "bare", options, 1, mostPerSecond: 110_000);
        Compare(section, "batch", $"Batches of {Batch}, against an HMAC and one walk over the JSON:", "hmac", options, Batch, mostPerSecond: 4_000_000 / Batch);
        return section;
    }

    private static void Compare(Section section, string name, string title, string baseline, BenchOptions options, int batch, int mostPerSecond)
    {
        int perRound = (int)(mostPerSecond * options.Duration.TotalSeconds);
        var results = new Dictionary<string, List<(WrkResult Load, ServerUse Used)>> { [baseline] = [], ["embedded"] = [] };
        using (ServerProcess bare = ServerProcess.Start(baseline), live = ServerProcess.Start("embedded"))
        {
            for (int round = 0; round <= options.Rounds; round++)
            {
                // Signed afresh for each round, so that no signature gets stale and no request is sent twice.
                using var requests = PresignedRequests.Make(string.Create(CultureInfo.InvariantCulture, $"{batch % 10}{round:D3}"), perRound, batch, EndToEndBench.Mix);
                foreach ((string server, ServerProcess process) in new[] { (baseline, bare), ("embedded", live) })
                {
                    ServerUse before = process.Use();
                    WrkResult load = Wrk.Post(process.Port("gateway"), requests, options.Connections, options.Duration);
                    ServerUse after = process.Use();
                    if (load.Requests > perRound)
                        throw new InvalidOperationException("requests were sent twice: make more");
                    section.Progress($"round {round} of {options.Rounds}{(round == 0 ? ", warm-up" : "")}, batches of {batch}, {server}: {load.PerSecond:N0} requests/s");
                    if (round > 0)
                        results[server].Add((load, after - before));
                }
            }
        }

        var table = new Table("server", "requests/s", "events/s", "p50 µs", "p99 µs", "server CPU µs/request", "allocated B/event", "load generator, cores");
        foreach ((string server, var runs) in results)
        {
            table.Add(
                server,
                section.Figure($"{name} {server} requests", runs.Select(run => run.Load.PerSecond)).ToText(),
                new Spread(runs.Select(run => run.Load.PerSecond * batch)).ToText(),
                new Spread(runs.Select(run => (double)run.Load.P50)).ToText(),
                new Spread(runs.Select(run => (double)run.Load.P99)).ToText(),
                section.Figure($"{name} {server} cpu", runs.Select(run => run.Used.Cpu.TotalMicroseconds / run.Load.Requests)).ToText("N1"),
                section.Figure($"{name} {server} allocated", runs.Select(run => (double)run.Used.AllocatedBytes / run.Load.Requests / batch)).ToText(),
                new Spread(runs.Select(run => run.Load.Cpu / run.Load.Duration)).ToText("N2"));
        }

        Spread ratio = section.Figure(name + " ratio", results["embedded"].Zip(results[baseline], (live, bare) => live.Load.PerSecond / bare.Load.PerSecond));
        section.Say(title);
        section.Add(table);
        section.Say($"Ratio embedded / {baseline}, round by round: {ratio.ToText("N2")}.");
    }
}
