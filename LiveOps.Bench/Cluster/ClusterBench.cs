using System.Diagnostics;
using System.Globalization;
using LiveOps.Bench.EndToEnd;
using LiveOps.Bench.Load;
using LiveOps.Bench.Reporting;
using LiveOps.Bench.Sending;
using LiveOps.ServiceDefaults.Sql.Providers;

namespace LiveOps.Bench.Cluster;

/// <summary>
/// The four services as processes on Redis and a database, all on this machine: events end to end, verified; then pages of a board of a million
/// players. Those are put into the database, Redis is flushed, and the service rebuilds the ranks as it would after a loss.
/// </summary>
internal static class ClusterBench
{
    private const int EventsPerRound = 100_000;
    private const string Window = "/v1/leaderboards/board-0000/all";

    // Who may have a part in answering for ranks.
    private static string[] Readers(ClusterSystem system) => ["leaderboard", "Redis: ranks and ids", system.DatabaseName];

    public static async Task<Section> RunAsync(BenchOptions options)
    {
        var section = new Section("cluster", "The cluster on one machine");
        using var http = new HttpClient();
        section.Progress($"starting Redis, {options.Database} and the services");
        await using ClusterSystem system = await ClusterSystem.StartAsync(options.Database);
        try
        {
            await system.WaitUntilReadyAsync();
            await EventsAsync(section, system, http, options);
            await PagesAsync(section, system, http, options);
            return section;
        }
        catch
        {
            await System.Console.Error.WriteLineAsync(system.Output());
            throw;
        }
    }

    private static async Task EventsAsync(Section section, ClusterSystem system, HttpClient http, BenchOptions options)
    {
        EventMix mix = EndToEndBench.Mix;
        var effects = new Effects(mix);
        int perRound = options.Sized(EventsPerRound) / EndToEndBench.Batch;
        var rounds = new List<(SendResult Sent, TimeSpan Visible, Dictionary<string, TimeSpan> Used)>();
        for (int round = 0; round <= options.Rounds; round++)
        {
            using var requests = PresignedRequests.Make($"c{round:D2}", perRound, EndToEndBench.Batch, mix);
            Dictionary<string, TimeSpan> before = system.Times();
            SendResult sent = SenderProcess.Send(system.Port("gateway"), requests, options.Connections);
            await system.WaitUntilAppliedAsync();
            TimeSpan visible = Stopwatch.GetElapsedTime(sent.Start);
            Dictionary<string, TimeSpan> used = system.Times();
            effects.Add(requests);
            section.Progress($"round {round} of {options.Rounds}{(round == 0 ? ", warm-up" : "")}: {sent.Accepted / visible.TotalSeconds:N0} events/s");
            if (round > 0)
                rounds.Add((sent, visible, used.ToDictionary(part => part.Key, part => part.Value - before[part.Key])));
        }

        section.Progress("reading every player and board");
        using var check = new EffectsCheck(http, system.Address("progression"), system.Address("leaderboard"), effects);
        string verified = await check.RunAsync();

        section.Say($"One Redis as bus (append-only file, every write forced), one for ranks and the memory of ids (which may be lost, and keeps nothing), {system.DatabaseName} (every commit forced) and one process of each service, all on this machine with the load generator. {perRound * EndToEndBench.Batch:N0} events a round in signed batches of {EndToEndBench.Batch}, {options.Connections} connections, until every consumer has applied the last.");
        var table = new Table("cluster", "value");
        table.Add("events/s until acknowledged", new Spread(rounds.Select(run => run.Sent.Accepted / run.Sent.Duration.TotalSeconds)).ToText());
        table.Add("events/s until visible", section.Figure("events", rounds.Select(run => run.Sent.Accepted / run.Visible.TotalSeconds)).ToText());
        table.Add("p50 ms, closed loop", new Spread(rounds.Select(run => run.Sent.Latencies.Percentile(50) / 1e6)).ToText("N1"));
        table.Add("p99 ms, closed loop", new Spread(rounds.Select(run => run.Sent.Latencies.Percentile(99) / 1e6)).ToText("N1"));
        section.Add(table);
        var split = new Table("process", "cores", "µs CPU an event");
        foreach (string part in rounds[0].Used.Keys)
            Row(part, run => run.Used[part]);
        Row("load generator", run => run.Sent.Cpu);
        section.Add(split);
        section.Say(verified);

        void Row(string part, Func<(SendResult Sent, TimeSpan Visible, Dictionary<string, TimeSpan> Used), TimeSpan> used) => split.Add(
            part,
            new Spread(rounds.Select(run => used(run) / run.Visible)).ToText("N2"),
            section.Figure("cpu " + part, rounds.Select(run => used(run).TotalMicroseconds / run.Sent.Accepted)).ToText("N1"));
    }

    private static async Task PagesAsync(Section section, ClusterSystem system, HttpClient http, BenchOptions options)
    {
        int players = options.Sized(1_000_000);
        section.Progress($"filling a board with {players:N0} players");
        TimeSpan rebuilt = await FillAsync(system, http, players);
        int reader = system.Port("leaderboard");
        var table = new Table("through HTTP", "requests/s", "p50 µs", "p99 µs", "load generator, cores");
        var split = new Table(["µs CPU a request", .. Readers(system)]);
        Measure("top", "top 10", () => Wrk.Get(reader, Window + "?limit=10", options.Connections, options.Duration));
        Wrk.GetAround(reader, Window, players, options.Connections, options.Duration);
        await WaitUntilHeldAsync(system, http);
        Measure("around", "around a player, 11", () => Wrk.GetAround(reader, Window, players, options.Connections, options.Duration));
        section.Say($"One board of {players:N0} players, wrk with {options.Connections} connections, {options.Rounds} rounds of {options.Duration.TotalSeconds.ToString("N0", CultureInfo.InvariantCulture)} s. Its ranks, put into SQL and lost in Redis, were rebuilt by the service itself in {rebuilt.TotalSeconds.ToString("N1", CultureInfo.InvariantCulture)} s:");
        section.Add(table);
        section.Add(split);

        void Measure(string name, string what, Func<WrkResult> load)
        {
            load(); // warm up
            Dictionary<string, TimeSpan> before = system.Times();
            List<WrkResult> results = [.. Enumerable.Range(0, options.Rounds).Select(_ => load())];
            Dictionary<string, TimeSpan> after = system.Times();
            long requests = results.Sum(run => run.Requests);
            split.Add([what, .. Readers(system).Select(part => ((after[part] - before[part]).TotalMicroseconds / requests).ToString("N1", CultureInfo.InvariantCulture))]);
            section.Progress($"{what}: {new Spread(results.Select(run => run.PerSecond)).ToText()} requests/s");
            table.Add(
                what,
                section.Figure(name, results.Select(run => run.PerSecond)).ToText(),
                new Spread(results.Select(run => (double)run.P50)).ToText(),
                new Spread(results.Select(run => (double)run.P99)).ToText(),
                new Spread(results.Select(run => run.Cpu / run.Duration)).ToText("N2"));
        }
    }

    // What is asked for often comes to be in the leaderboard's own memory.
    private static async Task WaitUntilHeldAsync(ClusterSystem system, HttpClient http)
    {
        long start = Stopwatch.GetTimestamp();
        while (!(await http.GetStringAsync(new Uri(system.Address("leaderboard"), "/metrics"))).Contains("\nleaderboard_held_rankings 1", StringComparison.Ordinal))
        {
            if (Stopwatch.GetElapsedTime(start) > TimeSpan.FromMinutes(1))
                throw new TimeoutException("the ranks never were in memory");
            await Task.Delay(50);
        }
    }

    // How long the rebuilding took.
    private static async Task<TimeSpan> FillAsync(ClusterSystem system, HttpClient http, int players)
    {
        SqlKind kind = system.Boards.Kind;
        await system.Boards.ExecuteAsync(Databases.InsertMissing(
            kind,
            "scores (period, player, score, achieved_at, last_at, other_at, version)",
            $"""
            SELECT p.id, n.player, {EventMix.LeastScore} + n.n * 7919 % 900000, s.at, s.at, 0, s.version
            FROM (SELECT id FROM periods WHERE board = 'board-0000' AND name = 'all') AS p
            CROSS JOIN (SELECT CAST(n AS DECIMAL(20, 0)) AS n, CONCAT('p-', LPAD(CAST(n AS CHAR(8)), 8, '0')) AS player FROM ({Databases.Numbers(kind, players)}) AS numbers) AS n
            CROSS JOIN (SELECT MAX(achieved_at) AS at, MAX(version) AS version FROM scores) AS s
            """));
        await system.Boards.ExecuteAsync(Databases.Analyze(kind, "scores"));
        await system.Redis.FlushAsync();
        long start = Stopwatch.GetTimestamp();
        while (true)
        {
            using HttpResponseMessage answer = await http.GetAsync(new Uri(system.Address("leaderboard"), Window + "?limit=1"));
            if (answer.IsSuccessStatusCode && (await answer.Content.ReadAsStringAsync()).Contains(string.Create(CultureInfo.InvariantCulture, $"\"total\":{players},"), StringComparison.Ordinal))
                return Stopwatch.GetElapsedTime(start);
            if (Stopwatch.GetElapsedTime(start) > TimeSpan.FromMinutes(2))
                throw new TimeoutException("the ranks were never whole");
            await Task.Delay(100);
        }
    }
}
