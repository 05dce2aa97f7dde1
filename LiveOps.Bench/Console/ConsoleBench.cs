using System.Diagnostics;
using LiveOps.Bench.Leaderboard;
using LiveOps.Bench.Load;
using LiveOps.Bench.Reporting;
using LiveOps.Bench.Sending;
using LiveOps.Bench.Servers;
using LiveOps.Core.Events;

namespace LiveOps.Bench.Console;

/// <summary>Pages of the console over the embedded system with a million players, one after the other: how long somebody waits for each, and what it costs.</summary>
internal static class ConsoleBench
{
    private const int MostPages = 2000;

    public static async Task<Section> RunAsync(BenchOptions options)
    {
        var section = new Section("console", "The console's pages");
        int players = options.Sized(1_000_000);
        using ServerProcess server = ServerProcess.Start("embedded");
        section.Progress($"filling a board with {players:N0} players");
        FullBoard.Fill(server, players);
        using (var xp = PresignedRequests.Make("xp", players / FullBoard.FillBatch, FullBoard.FillBatch, new EventMix(players, Boards: 1, EventType.XpGained)))
            SenderProcess.Send(server.Port("gateway"), xp, 8); // who has scores alone is unknown to Progression
        using var visitor = new Visitor(server.Address("console"));
        await visitor.SignInAsync();
        string last = FullBoard.Player((int)((players - 1L) * EventMix.Stride % players));
        await visitor.WaitAsync($"/players?prefix={last[..^1]}", LinkTo(last));

        var table = new Table("page", "ms until it is whole", "ms, 99th of 100", "server CPU ms");
        string someone = FullBoard.Player(players / 2);
        await MeasureAsync("first", "the first page, Now", "/", "</html>");
        await MeasureAsync("now", "what of it is refreshed", "/now", "<");
        await MeasureAsync("board", "a board's first page", $"/boards/{FullBoard.Board}/all", LinkTo("p-"));
        await MeasureAsync("middle", "a page in its middle", $"/boards/{FullBoard.Board}/all?offset={players / 2}", LinkTo("p-"));
        await MeasureAsync("prefix", "players by prefix", $"/players?prefix={someone[..^2]}", LinkTo(someone));
        await MeasureAsync("player", "a player", $"/players/{someone}", someone);
        section.Say($"The embedded system with {players:N0} players, all on one board of four windows, to whom nothing happens meanwhile, so that a board's page is the one that is kept; and one operator who asks for each page again and again, one after the other, for {options.Rounds} rounds of {options.Duration.TotalSeconds:N0} s. A page is made of calls of the services over HTTP, all in the same process; the CPU is all that process's. Whole is the page's HTML, without styles and scripts, which browsers keep.");
        section.Add(table);
        return section;

        static string LinkTo(string player) => $"href=\"/players/{player}";

        async Task MeasureAsync(string name, string what, string path, string wanted)
        {
            await AskAsync(); // warm up
            var medians = new List<double>();
            var tails = new List<double>();
            var cpu = new List<double>();
            for (int round = 0; round < options.Rounds; round++)
            {
                ServerUse before = server.Use();
                double[] times = await AskAsync();
                cpu.Add((server.Use() - before).Cpu.TotalMilliseconds / times.Length);
                medians.Add(times[times.Length / 2]);
                tails.Add(times[times.Length * 99 / 100]);
            }

            section.Progress($"{what}: {new Spread(medians).ToText("N1")} ms");
            table.Add(what, section.Figure(name, medians).ToText("N1"), section.Figure(name + " p99", tails).ToText("N1"), section.Figure(name + " cpu", cpu).ToText("N1"));

            async Task<double[]> AskAsync()
            {
                var times = new List<double>();
                for (long begun = Stopwatch.GetTimestamp(); times.Count < MostPages && (times.Count == 0 || Stopwatch.GetElapsedTime(begun) < options.Duration);)
                {
                    long start = Stopwatch.GetTimestamp();
                    await visitor.SeeAsync(path, wanted);
                    times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                }

                times.Sort();
                return [.. times];
            }
        }
    }
}
