using System.Collections.Concurrent;
using LiveOps.Core.Signing;
using LiveOps.ServiceDefaults.Settings;

namespace LiveOps.Gateway.Ingest;

/// <summary>
/// How much the keys of a player may have the gateway read: <c>PLAYER_KEY_RATE</c> a second, and what two seconds give at once. Rates of events are Fairness's, and count what is valid
/// alone; this counts the rest.
/// <list type="number">
/// <item>A request costs one, and one more for each further 4 KiB of its body as sent, whatever becomes of it.</item>
/// <item>Then one for each 4 KiB that it is larger inflated, and one for each item that is no event of the player's.</item>
/// </list>
/// The generic cell rate algorithm, as Fairness has it: of a player there is one number, the theoretical arrival time, exchanged without a lock. Players are remembered in two generations: when the younger
/// has <see cref="Most"/> it becomes the older, and who was not seen since is forgotten. Only signatures that hold come here.
/// </summary>
internal sealed class PlayerRates
{
    /// <summary>The most players of a generation.</summary>
    public const int Most = 16_384;

    private const int BytesOfOne = 4 << 10;
    private const long Burst = 2 * TimeSpan.TicksPerSecond;

    // What is read at the same time is charged when it was read; it must not keep a player out for long.
    private static readonly long LongestDebt = TimeSpan.FromMinutes(1).Ticks;

    private readonly TimeProvider _clock;
    private readonly long _interval;
    private readonly Lock _gate = new();
    private volatile Generation _younger = new(), _older = new();

    /// <exception cref="SettingException">The setting is wrong.</exception>
    public PlayerRates(IConfiguration configuration, TimeProvider clock)
    {
        _clock = clock;
        _interval = TimeSpan.TicksPerSecond / configuration.GetWhole("PLAYER_KEY_RATE", 100, 1, 100_000);
    }

    /// <summary>Takes a request's worth.</summary>
    /// <param name="signer">Who signed; a key of the game is not limited.</param>
    /// <param name="bytes">The body's, as sent.</param>
    /// <param name="retryAfter">Whole seconds, at least 1, after which one passes.</param>
    public bool TryTake(in SignedBy signer, int bytes, out int retryAfter)
    {
        retryAfter = 0;
        if (Of(signer) is not { } player)
            return true;
        if (!player.TryTake(_interval, Now(), out retryAfter))
            return false;
        Charge(player, bytes, 0);
        return true;
    }

    /// <summary>A player's state; null for a key of the game.</summary>
    public Arrival? Of(in SignedBy signer)
    {
        if (signer.PlayerId is null)
            return null;
        if (_younger.Players.TryGetValue(signer.KeyId, out Arrival? found))
            return found;
        return Keep(signer.KeyId, _older.Players.GetValueOrDefault(signer.KeyId) ?? new Arrival());
    }

    /// <summary>Charges what was read.</summary>
    /// <param name="player">Whose.</param>
    /// <param name="bytes">How many more.</param>
    /// <param name="rejected">Items that are no events of the player's.</param>
    public void Charge(Arrival player, int bytes, int rejected)
    {
        if (Math.Max(0, bytes) / BytesOfOne + rejected is var cost and > 0)
            player.Charge(cost * _interval, Now());
    }

    private long Now() => _clock.GetUtcNow().Ticks;

    private Arrival Keep(string player, Arrival arrival)
    {
        Generation into = _younger;
        if (!into.Players.TryAdd(player, arrival))
            return into.Players.GetValueOrDefault(player, arrival);
        if (!into.IsFullWithOneMore())
            return arrival;
        lock (_gate)
        {
            if (_younger == into)
                (_older, _younger) = (into, new Generation());
        }

        return arrival;
    }

    private sealed class Generation
    {
        private int _count; // the dictionary's own takes all of its locks

        public ConcurrentDictionary<string, Arrival> Players { get; } = new(StringComparer.Ordinal);

        public bool IsFullWithOneMore() => Interlocked.Increment(ref _count) > Most;
    }

    /// <summary>The theoretical arrival time of one player: ticks of 100 ns of UTC.</summary>
    internal sealed class Arrival
    {
        private long _at;

        public bool TryTake(long cost, long now, out int retryAfter)
        {
            while (true)
            {
                long before = Volatile.Read(ref _at), next = Math.Max(before, now) + cost, early = next - Burst - now;
                if (early > 0)
                {
                    retryAfter = (int)((early + TimeSpan.TicksPerSecond - 1) / TimeSpan.TicksPerSecond);
                    return false;
                }

                retryAfter = 0;
                if (Interlocked.CompareExchange(ref _at, next, before) == before)
                    return true;
            }
        }

        public void Charge(long cost, long now)
        {
            long before, next;
            do
            {
                before = Volatile.Read(ref _at);
                next = Math.Min(Math.Max(before, now) + cost, now + Burst + LongestDebt);
            }
            while (Interlocked.CompareExchange(ref _at, next, before) != before);
        }
    }
}
