using LiveOps.Client;
using LiveOps.Client.Events;
using LiveOps.Client.Outboxes;
using LiveOps.Client.Signing;

namespace LiveOps.Bench.Client;

/// <summary>
/// A game that may be killed at any moment: numbered events of a few players go into an outbox and are sent meanwhile. It says each number once all of it was kept, and
/// <c>done</c> when everything was sent. Started again it begins where it is told; what was kept already has the same ids.
/// </summary>
internal static class OutboxSender
{
    public static async Task RunAsync(string folder, string gateway, string secret, string name, int from, int to)
    {
        var options = new LiveOpsOptions
        {
            Gateway = new Uri(gateway),
            Key = ClientKey.Game(secret),
            Outbox = new OutboxOptions { Folder = folder },
            Timeout = TimeSpan.FromSeconds(2),
        };
        options.Sending.BatchDelay = TimeSpan.FromMilliseconds(2);
        options.Sending.BatchSize = 20;
        options.Sending.Parallel = 2;
        options.Sending.FirstPause = TimeSpan.FromMilliseconds(5);
        options.Sending.LongestPause = TimeSpan.FromMilliseconds(50);
        await using var client = new LiveOpsClient(options);
        client.Start();
        GameEvent[] events = new GameEvent[4];
        for (int n = from; n <= to; n++)
        {
            for (int player = 0; player < 2; player++)
            {
                string id = $"{name}-{player}";
                events[2 * player] = GameEvent.Score(id, "order", n).WithId($"{id}.s.{n}");
                events[(2 * player) + 1] = GameEvent.Xp(id, 1).WithId($"{id}.x.{n}");
            }

            if (client.Add(events) != AddOutcome.Kept)
                throw new InvalidOperationException("an event was not kept");
            System.Console.WriteLine(n);
            await Task.Delay(1); // a game has other things to do
        }

        await client.FlushAsync();
        System.Console.WriteLine("done");
    }
}
