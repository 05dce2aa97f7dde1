using LiveOps.Bench.EndToEnd;
using LiveOps.Bench.Fairness;
using LiveOps.Bench.Gateway;
using LiveOps.Bench.Leaderboard;
using LiveOps.Bench.Progression;
using LiveOps.Bench.Reporting;

namespace LiveOps.Bench;

/// <summary>The parts of the benchmark, each a command, in the order of the report.</summary>
internal static class Parts
{
    public static IReadOnlyList<Part> All { get; } =
    [
        new("endtoend", "Signed batches over HTTP until every effect is visible and verified, latencies at fixed rates, and where the time goes.", EndToEndBench.RunAsync),
        new("gateway", "The gateway, through to the durable 202, beside bare Kestrel under the same load.", options => Task.FromResult(GatewayBench.Run(options))),
        new("fairness", "Verdicts a second on one core over a million players, and bytes of memory a player.", options => Task.FromResult(FairnessBench.Run(options))),
        new("progression", "Events folded a second on one core, the time to read a player, and bytes of memory a player.", options => Task.FromResult(ProgressionBench.Run(options))),
        new("leaderboard", "Updates, ranks and pages a second, in process and over HTTP, and how they grow with the players of a board.", options => Task.FromResult(LeaderboardBench.Run(options))),
    ];
}

/// <summary>One part.</summary>
/// <param name="Name">Its command.</param>
/// <param name="Description">What its help says.</param>
/// <param name="RunAsync">Runs it.</param>
internal sealed record Part(string Name, string Description, Func<BenchOptions, Task<Section>> RunAsync);
