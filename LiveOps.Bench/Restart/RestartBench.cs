using System.Diagnostics;
using LiveOps.Bench.EndToEnd;
using LiveOps.Bench.Load;
using LiveOps.Bench.Reporting;
using LiveOps.Bench.Sending;
using LiveOps.Bench.Servers;
using LiveOps.Core.Events;

namespace LiveOps.Bench.Restart;

/// <summary>From the start of the process until the whole system listens: with nothing, with a million players in snapshots, with a million events in the journal.</summary>
internal static class RestartBench
{
    public static Section Run(BenchOptions options)
    {
        var section = new Section("restart", "Starting again");
        int players = options.Sized(1_000_000), events = options.Sized(1_000_000);
        var table = new Table("from the start of the process until the whole system is ready", "seconds");
        Spread empty = Measure("empty", "nothing there", null, kill: true);
        Measure("snapshot", $"snapshots of one board of {players:N0} players, and their {players:N0} event ids in every service", new Fill(1000, new EventMix(players, 1, Only: EventType.ScoreSubmitted), players), kill: false);
        Spread tail = Measure("tail", $"no snapshot, {events:N0} events in the journal, after kill -9", new Fill(EndToEndBench.Batch, EndToEndBench.Mix, events), kill: true);
        Spread replay = section.Figure("replay", section.Figures["tail"].Select(seconds => seconds - empty.Median));
        section.Add(table);
        section.Say($"So replaying {events:N0} events takes {replay.ToText("N2")} s beyond an empty start; its median is {(tail.Median - empty.Median) * 1e9 / events:N0} ns an event for the four consumers, two at a time.");
        return section;

        Spread Measure(string name, string what, Fill? fill, bool kill)
        {
            string folder = Directory.CreateTempSubdirectory("liveops-bench-").FullName;
            try
            {
                using (ServerProcess first = ServerProcess.Start("embedded", folder))
                {
                    if (fill is not null)
                    {
                        using var requests = PresignedRequests.Make("fill", fill.Events / fill.Batch, fill.Batch, fill.Mix);
                        SenderProcess.Send(first.Port("gateway"), requests, 8);
                    }

                    if (kill)
                        first.Kill();
                }

                var seconds = new List<double>();
                for (int round = 0; round < options.Rounds; round++)
                {
                    long start = Stopwatch.GetTimestamp();
                    using ServerProcess again = ServerProcess.Start("embedded", folder);
                    seconds.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
                    again.Kill();
                }

                Spread spread = section.Figure(name, seconds);
                section.Progress($"{what}: {spread.ToText("N2")} s");
                table.Add(what, spread.ToText("N2"));
                return spread;
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    private sealed record Fill(int Batch, EventMix Mix, int Events);
}
