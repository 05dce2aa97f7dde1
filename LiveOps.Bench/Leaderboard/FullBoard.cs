using System.Globalization;
using LiveOps.Bench.Load;
using LiveOps.Bench.Sending;
using LiveOps.Bench.Servers;
using LiveOps.Core.Events;

namespace LiveOps.Bench.Leaderboard;

/// <summary>One board of many players, filled by signed events.</summary>
internal static class FullBoard
{
    /// <summary>Its name.</summary>
    public const string Board = "board-0000";

    /// <summary>Events of a request.</summary>
    public const int FillBatch = 1000;

    /// <summary>One of its players, counted from 0.</summary>
    public static string Player(int n) => "p-" + n.ToString("00000000", CultureInfo.InvariantCulture);

    /// <summary>Fills it, and waits until all are ranked.</summary>
    /// <exception cref="InvalidOperationException">They never were.</exception>
    public static void Fill(ServerProcess server, int players)
    {
        using (var fill = PresignedRequests.Make("fill", players / FillBatch, FillBatch, new EventMix(players, Boards: 1, Only: EventType.ScoreSubmitted)))
            SenderProcess.Send(server.Port("gateway"), fill, 8);
        using var http = new HttpClient();
        for (int tries = 0; tries < 100; tries++)
        {
            string page = http.GetStringAsync(new Uri(server.Address("leaderboard"), $"/v1/leaderboards/{Board}/all?limit=1")).GetAwaiter().GetResult();
            if (page.Contains($"\"total\":{players},", StringComparison.Ordinal))
                return;
            Thread.Sleep(100);
        }

        throw new InvalidOperationException("the board was never full");
    }
}
