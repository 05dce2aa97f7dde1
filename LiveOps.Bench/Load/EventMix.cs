using LiveOps.Core.Events;

namespace LiveOps.Bench.Load;

/// <summary>
/// Which event is the n-th: a pure function, so that whoever checks the effects computes them again instead of keeping them. The four types
/// in turn; players in random order, so that neighbours in time are not neighbours in memory and nobody's rhythm is that of a machine; scores close enough to
/// each other that none is an outlier.
/// </summary>
/// <param name="Players">Over how many players.</param>
/// <param name="Boards">Over how many boards.</param>
/// <param name="Only">Events of this type for each player in turn instead: as many as there are players give each of them one.</param>
internal sealed record EventMix(int Players, int Boards, EventType? Only = null)
{
    public const int Bosses = 50, Items = 90, LeastXp = 100, LeastScore = 500_000;

    /// <summary>How far the next is from one in turn.</summary>
    public const int Stride = 7919;

    private static readonly EventType[] Turn = [EventType.XpGained, EventType.BossKilled, EventType.ItemAcquired, EventType.ScoreSubmitted];

    /// <summary>The n-th event of a run.</summary>
    public MixedEvent At(int seed, long n)
    {
        ulong random = Mix((ulong)n + ((ulong)(uint)seed << 40));
        int player = Only is not null ? (int)(n * Stride % Players) : (int)((random >> 32) * (ulong)Players >> 32);
        uint low = (uint)random;
        return (Only ?? Turn[(int)(n & 3)]) switch
        {
            EventType.XpGained => new MixedEvent(EventType.XpGained, player, 0, LeastXp + (int)(low % 900)),
            EventType.BossKilled => new MixedEvent(EventType.BossKilled, player, (int)(low % Bosses), 1),
            EventType.ItemAcquired => new MixedEvent(EventType.ItemAcquired, player, (int)(low % Items), 1 + (int)((low >> 8) % 9)),
            _ => new MixedEvent(EventType.ScoreSubmitted, player, (int)(low % (uint)Boards), LeastScore + (int)((low >> 8) % 100_000)),
        };
    }

    // SplitMix64's finalizer, https://prng.di.unimi.it/splitmix64.c
    private static ulong Mix(ulong n)
    {
        n += 0x9E3779B97F4A7C15;
        n = (n ^ (n >> 30)) * 0xBF58476D1CE4E5B9;
        n = (n ^ (n >> 27)) * 0x94D049BB133111EB;
        return n ^ (n >> 31);
    }
}

/// <summary>One event of a mix; players, bosses, items and boards by number.</summary>
internal readonly record struct MixedEvent(EventType Type, int Player, int Subject, int Value);
