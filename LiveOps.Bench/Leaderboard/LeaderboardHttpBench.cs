using System.Globalization;
using LiveOps.Bench.Load;
using LiveOps.Bench.Reporting;
using LiveOps.Bench.Servers;

namespace LiveOps.Bench.Leaderboard;

/// <summary>One board of many players, through HTTP: pages, entries around a player, and single signed scores through the gateway.</summary>
internal static class LeaderboardHttpBench
{
    private const int FillBatch = 1000;
    private const string Window = "/v1/leaderboards/board-000/all";

    public static void Run(int players, int rounds, TimeSpan duration, int connections)
    {
        using ServerProcess server = ServerProcess.Start("embedded");
        using (var fill = PresignedRequests.Make("fill", players / FillBatch, FillBatch, players, boards: 1, scoresOnly: true))
            Fill(server, fill, players);

        var table = new Table("through HTTP", "requests/s", "p50 µs", "p99 µs", "server CPU µs/request", "load generator, cores");
        int reader = server.Port("leaderboard");
        Measure("top 10", () => Wrk.Get(reader, Window + "?limit=10", connections, duration));
        Measure("around a player, 11", () => Wrk.GetAround(reader, Window, players, connections, duration));
        int round = 0;
        Measure("a signed score through the gateway", () =>
        {
            using var scores = PresignedRequests.Make(string.Create(CultureInfo.InvariantCulture, $"w{round++:D3}"), (int)(80_000 * duration.TotalSeconds), 1, players, 1, scoresOnly: true);
            return Wrk.Post(server.Port("gateway"), scores, connections, duration);
        });
        Console.WriteLine($"\n## One board of {players:N0} players, {connections} connections, {rounds} rounds of {duration.TotalSeconds:N0} s\n");
        Console.WriteLine(table);
        Console.WriteLine($"\nresident memory of the whole system: {server.Use().ResidentBytes / (1 << 20):N0} MiB");

        void Measure(string what, Func<WrkResult> load)
        {
            load(); // warm up
            var results = new List<(WrkResult Load, TimeSpan Cpu)>();
            for (int i = 0; i < rounds; i++)
            {
                ServerUse before = server.Use();
                WrkResult result = load();
                results.Add((result, server.Use().Cpu - before.Cpu));
                Console.WriteLine($"{what}: {result.PerSecond:N0} requests/s");
            }

            table.Add(
                what,
                new Spread(results.Select(run => run.Load.PerSecond)).ToText(),
                new Spread(results.Select(run => (double)run.Load.P50)).ToText(),
                new Spread(results.Select(run => (double)run.Load.P99)).ToText(),
                new Spread(results.Select(run => run.Cpu.TotalMicroseconds / run.Load.Requests)).ToText("N1"),
                new Spread(results.Select(run => run.Load.Cpu / run.Load.Duration)).ToText("N2"));
        }
    }

    // Sends until every player has a score; what is sent twice changes nothing.
    private static void Fill(ServerProcess server, PresignedRequests fill, int players)
    {
        using var http = new HttpClient();
        for (int tries = 0; tries < 60; tries++)
        {
            if (tries % 10 == 0)
                Wrk.Post(server.Port("gateway"), fill, 8, TimeSpan.FromSeconds(6));
            string page = http.GetStringAsync(new Uri($"http://127.0.0.1:{server.Port("leaderboard")}{Window}?limit=1")).GetAwaiter().GetResult();
            if (page.Contains($"\"total\":{players},", StringComparison.Ordinal))
                return;
            Thread.Sleep(500);
        }

        throw new InvalidOperationException("the board was never full");
    }
}
