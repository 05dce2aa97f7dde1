using LiveOps.Bench.Baselines;
using LiveOps.Bench.Client;
using LiveOps.Bench.Cluster;
using LiveOps.Bench.Console;
using LiveOps.Bench.EndToEnd;
using LiveOps.Bench.Fairness;
using LiveOps.Bench.Gateway;
using LiveOps.Bench.Growth;
using LiveOps.Bench.Leaderboard;
using LiveOps.Bench.Micro;
using LiveOps.Bench.Progression;
using LiveOps.Bench.Reporting;
using LiveOps.Bench.Restart;
using LiveOps.Bench.Webhooks;

namespace LiveOps.Bench;

/// <summary>The parts of the benchmark, each a command, in the order of the report.</summary>
internal static class Parts
{
    public static IReadOnlyList<Part> All { get; } =
    [
        new("machine", "Fsyncs of the disk, bandwidth and latency of the memory.", options => Task.FromResult(MachineBench.Run(options))),
        new("endtoend", "Signed batches over HTTP until every effect is visible and verified, latencies at fixed rates, and where the time goes.", EndToEndBench.RunAsync),
        new("gateway", "The gateway, through to the durable 202, beside bare Kestrel under the same load.", options => Task.FromResult(GatewayBench.Run(options))),
        new("fairness", "Verdicts a second on one core over a million players, and bytes of memory a player.", options => Task.FromResult(FairnessBench.Run(options))),
        new("progression", "Events folded a second on one core, the time to read a player, and bytes of memory a player.", options => Task.FromResult(ProgressionBench.Run(options))),
        new("leaderboard", "Updates, ranks and pages a second, in process and over HTTP, and how they grow with the players of a board.", options => Task.FromResult(LeaderboardBench.Run(options))),
        new("leagues", "Leagues: scores, tables, and the close of a season of a million players in 20,000 cohorts.", options => Task.FromResult(LeaguesBench.Run(options))),
        new("live", "Live ranks: ten thousand listeners on one board, and how long a change takes to all of them.", LiveBench.RunAsync),
        new("console", "The console's pages with a million players, one after the other.", ConsoleBench.RunAsync),
        new("webhooks", "Outgoing webhooks: notices that a receiver takes a second, alone and beside a receiver that is dead.", WebhooksBench.RunAsync),
        new("redis", "redis-benchmark on a sorted set of a million players, to hold the leaderboard against.", RedisBench.RunAsync),
        new("growth", "How the cost of an event grows with players, events in a batch, connections and boards.", GrowthBench.RunAsync),
        new("restart", "The time to start with a million players in snapshots, and with a million events to replay.", options => Task.FromResult(RestartBench.Run(options))),
        new("cluster", "The four services as processes on Redis and MariaDB, or PostgreSQL, on this machine: events end to end, pages of a million players.", ClusterBench.RunAsync),
        new("client", "The client library: events handed in, through the outbox on the disk, to the embedded system's verdicts.", ClientBench.RunAsync),
        new("micro", "Single steps of an event's way by BenchmarkDotNet: signature, parsing, ids, verdict, fold, rank, journal; with allocations.", options => Task.FromResult(MicroBench.Run(options))),
    ];
}

/// <summary>One part.</summary>
/// <param name="Name">Its command.</param>
/// <param name="Description">What its help says.</param>
/// <param name="RunAsync">Runs it.</param>
internal sealed record Part(string Name, string Description, Func<BenchOptions, Task<Section>> RunAsync);
