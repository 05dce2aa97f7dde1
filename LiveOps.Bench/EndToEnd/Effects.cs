using LiveOps.Bench.Load;
using LiveOps.Core.Events;

namespace LiveOps.Bench.EndToEnd;

/// <summary>What must be true of every player and board after some runs, computed from the events again.</summary>
internal sealed class Effects
{
    private const int XpOfBoss = 500; // progression.json

    private readonly EventMix _mix;

    public Effects(EventMix mix)
    {
        _mix = mix;
        Xp = new long[mix.Players];
        Kills = new long[mix.Players];
        Items = new long[mix.Players];
        Best = [.. Enumerable.Range(0, mix.Boards).Select(_ => new int[mix.Players])];
    }

    public long[] Xp { get; }

    public long[] Kills { get; }

    public long[] Items { get; }

    /// <summary>By board and player; 0: none.</summary>
    public int[][] Best { get; }

    /// <summary>Events counted.</summary>
    public long Events { get; private set; }

    /// <summary>Counts every event of a run.</summary>
    public void Add(PresignedRequests requests)
    {
        int seed = RequestWriter.SeedOf(requests.Run);
        long count = (long)requests.Count * requests.EventsPerRequest;
        for (long n = 0; n < count; n++)
        {
            MixedEvent e = _mix.At(seed, n);
            switch (e.Type)
            {
                case EventType.XpGained:
                    Xp[e.Player] += e.Value;
                    break;
                case EventType.BossKilled:
                    Xp[e.Player] += XpOfBoss;
                    Kills[e.Player]++;
                    break;
                case EventType.ItemAcquired:
                    Items[e.Player] += e.Value;
                    break;
                default:
                    Best[e.Subject][e.Player] = Math.Max(Best[e.Subject][e.Player], e.Value);
                    break;
            }
        }

        Events += count;
    }
}
