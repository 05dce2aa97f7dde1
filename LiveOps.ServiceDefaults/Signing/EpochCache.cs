using System.Collections.Concurrent;

namespace LiveOps.ServiceDefaults.Signing;

/// <summary>
/// The epochs of players, each with when it was asked for. Bounded by two generations: when the younger has <see cref="Most"/> players it becomes the older, and what was the
/// older is forgotten.
/// </summary>
internal sealed class EpochCache
{
    /// <summary>The most players of a generation.</summary>
    public const int Most = 8192;

    private readonly Lock _gate = new();
    private volatile ConcurrentDictionary<string, Known> _younger = new(StringComparer.Ordinal), _older = new(StringComparer.Ordinal);

    /// <summary>A player's epoch, however old; false when it is not here.</summary>
    public bool TryGet(string playerId, out Known known) => _younger.TryGetValue(playerId, out known) || _older.TryGetValue(playerId, out known);

    /// <summary>Takes a player's epoch out; false when it is not here.</summary>
    public bool TryTake(string playerId, out Known known)
    {
        if (!TryGet(playerId, out known)) // takes no lock of the dictionaries, and mostly there is nothing
            return false;
        _younger.TryRemove(playerId, out _);
        _older.TryRemove(playerId, out _);
        return true;
    }

    /// <summary>Keeps a player's epoch.</summary>
    public void Keep(string playerId, Known known)
    {
        _younger[playerId] = known;
        if (_younger.Count <= Most)
            return;
        lock (_gate)
        {
            if (_younger.Count <= Most)
                return;
            _older = _younger;
            _younger = new ConcurrentDictionary<string, Known>(StringComparer.Ordinal);
        }
    }

    /// <param name="Epoch">The epoch.</param>
    /// <param name="At">When it was asked for, by the clock's timestamp.</param>
    internal readonly record struct Known(long Epoch, long At);
}
