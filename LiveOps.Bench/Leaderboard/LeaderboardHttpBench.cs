using System.Globalization;
using LiveOps.Bench.Load;
using LiveOps.Bench.Reporting;
using LiveOps.Bench.Servers;
using LiveOps.Core.Events;

namespace LiveOps.Bench.Leaderboard;

/// <summary>One board of many players, through HTTP: pages, entries around a player, and single signed scores through the gateway.</summary>
internal static class LeaderboardHttpBench
{
    private const int Asked = 500; // the most that one call may ask for
    private const string Window = $"/v1/leaderboards/{FullBoard.Board}/all";

    public static void Run(Section section, BenchOptions options)
    {
        int players = options.Sized(1_000_000);
        using ServerProcess server = ServerProcess.Start("embedded"), bare = ServerProcess.Start("bare");
        section.Progress($"filling a board with {players:N0} players");
        FullBoard.Fill(server, players);

        var table = new Table("through HTTP", "requests/s", "p50 µs", "p99 µs", "server CPU µs/request", "load generator, cores", "of bare Kestrel");
        int reader = server.Port("leaderboard");
        Measure("http top", "top 10", server, () => Wrk.Get(reader, Window + "?limit=10", options.Connections, options.Duration));
        Measure("http around", "around a player, 11", server, () => Wrk.GetAround(reader, Window, players, options.Connections, options.Duration));
        Measure("http set", $"any {Asked} players", server, () => Wrk.PostSet(reader, Window, players, Math.Min(Asked, players), options.Connections, options.Duration));
        int round = 0;
        Measure("http write", "a signed score through the gateway", server, () =>
        {
            using var scores = PresignedRequests.Make(string.Create(CultureInfo.InvariantCulture, $"w{round++:D3}"), (int)(80_000 * options.Duration.TotalSeconds), 1, new EventMix(players, 1, Only: EventType.ScoreSubmitted));
            return Wrk.Post(server.Port("gateway"), scores, options.Connections, options.Duration);
        });
        section.Say($"Through HTTP, one board of {players:N0} players, wrk with {options.Connections} connections, {options.Rounds} rounds of {options.Duration.TotalSeconds:N0} s, in turn with a bare Kestrel that answers a GET with 512 bytes:");
        section.Add(table);
        section.Say($"Resident memory of the whole system: {server.Use().ResidentBytes >> 20:N0} MiB.");

        void Measure(string name, string what, ServerProcess process, Func<WrkResult> load)
        {
            load(); // warm up
            var results = new List<(WrkResult Load, TimeSpan Cpu, double Bare)>();
            for (int i = 0; i < options.Rounds; i++)
            {
                WrkResult baseline = Wrk.Get(bare.Port("gateway"), "/page", options.Connections, options.Duration / 2);
                ServerUse before = process.Use();
                WrkResult result = load();
                results.Add((result, (process.Use() - before).Cpu, baseline.PerSecond));
                section.Progress($"{what}, round {i + 1} of {options.Rounds}: {result.PerSecond:N0} requests/s");
            }

            table.Add(
                what,
                section.Figure(name, results.Select(run => run.Load.PerSecond)).ToText(),
                new Spread(results.Select(run => (double)run.Load.P50)).ToText(),
                new Spread(results.Select(run => (double)run.Load.P99)).ToText(),
                new Spread(results.Select(run => run.Cpu.TotalMicroseconds / run.Load.Requests)).ToText("N1"),
                new Spread(results.Select(run => run.Load.Cpu / run.Load.Duration)).ToText("N2"),
                section.Figure(name + " ratio", results.Select(run => run.Load.PerSecond / run.Bare)).ToText("N2"));
        }
    }
}
