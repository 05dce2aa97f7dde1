using System.Globalization;
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
    public const int Players = 10_000, Boards = 10;

    public static void Run(int rounds, TimeSpan duration, int connections, int batch)
    {
        Compare("Single events, against a bare POST that drains its body", "bare", rounds, duration, connections, 1, mostPerSecond: 110_000);
        Compare($"Batches of {batch}, against an HMAC and one walk over the JSON", "hmac", rounds, duration, connections, batch, mostPerSecond: 4_000_000 / batch);
    }

    private static void Compare(string title, string baseline, int rounds, TimeSpan duration, int connections, int batch, int mostPerSecond)
    {
        Console.WriteLine($"\n## {title}\n");
        int perRound = (int)(mostPerSecond * duration.TotalSeconds);
        var results = new Dictionary<string, List<(WrkResult Load, ServerUse Used)>> { [baseline] = [], ["embedded"] = [] };
        using (ServerProcess bare = ServerProcess.Start(baseline), live = ServerProcess.Start("embedded"))
        {
            for (int round = 0; round <= rounds; round++)
            {
                // Signed afresh for each round, so that no signature gets stale and no request is sent twice.
                using var requests = PresignedRequests.Make(string.Create(CultureInfo.InvariantCulture, $"{batch % 10}{round:D3}"), perRound, batch, Players, Boards);
                foreach ((string name, ServerProcess server) in new[] { (baseline, bare), ("embedded", live) })
                {
                    ServerUse before = server.Use();
                    WrkResult load = Wrk.Post(server.Port("gateway"), requests, connections, duration);
                    ServerUse after = server.Use();
                    if (load.Requests > perRound)
                        throw new InvalidOperationException("requests were sent twice: make more");
                    string note = round == 0 ? " (warm-up)" : "";
                    Console.WriteLine($"round {round}{note} {name}: {load.PerSecond:N0} requests/s");
                    if (round > 0)
                        results[name].Add((load, new ServerUse(after.Cpu - before.Cpu, after.AllocatedBytes - before.AllocatedBytes, after.ResidentBytes)));
                }
            }
        }

        var table = new Table("server", "requests/s", "events/s", "p50 µs", "p99 µs", "server CPU µs/request", "allocated B/event", "load generator, cores");
        foreach ((string name, var runs) in results)
        {
            table.Add(
                name,
                new Spread(runs.Select(run => run.Load.PerSecond)).ToText(),
                new Spread(runs.Select(run => run.Load.PerSecond * batch)).ToText(),
                new Spread(runs.Select(run => (double)run.Load.P50)).ToText(),
                new Spread(runs.Select(run => (double)run.Load.P99)).ToText(),
                new Spread(runs.Select(run => run.Used.Cpu.TotalMicroseconds / run.Load.Requests)).ToText("N1"),
                new Spread(runs.Select(run => (double)run.Used.AllocatedBytes / run.Load.Requests / batch)).ToText(),
                new Spread(runs.Select(run => run.Load.Cpu / run.Load.Duration)).ToText("N2"));
        }

        Console.WriteLine();
        Console.WriteLine(table);
        var ratio = new Spread(results["embedded"].Zip(results[baseline], (live, bare) => live.Load.PerSecond / bare.Load.PerSecond));
        Console.WriteLine($"\nratio embedded / {baseline}, round by round: {ratio.ToText("N2")}");
    }
}
