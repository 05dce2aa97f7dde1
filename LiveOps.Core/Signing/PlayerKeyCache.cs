using System.Collections.Concurrent;

namespace LiveOps.Core.Signing;

/// <summary>
/// The keys of players that were seen lately, by name, so that they are not derived for each request. Bounded by two generations: when the
/// younger has <see cref="Most"/> keys it becomes the older, and what was the older is forgotten. Only keys that a signature was right for are put in, so nobody without
/// one can push others out.
/// </summary>
internal sealed class PlayerKeyCache
{
    /// <summary>The most keys of a generation.</summary>
    public const int Most = 8192;

    private readonly Lock _gate = new();
    private volatile ConcurrentDictionary<string, PlayerSecrets> _younger = new(StringComparer.Ordinal), _older = new(StringComparer.Ordinal);

    /// <summary>How many keys it has.</summary>
    public int Count => _younger.Count + _older.Count;

    /// <summary>A key's secrets, of whichever epoch; null when they are not here.</summary>
    public PlayerSecrets? Find(string name)
    {
        if (_younger.TryGetValue(name, out PlayerSecrets? found))
            return found;
        if (!_older.TryGetValue(name, out found))
            return null;
        Keep(name, found);
        return found;
    }

    /// <summary>Keeps a key's secrets.</summary>
    public void Keep(string name, PlayerSecrets secrets)
    {
        _younger[name] = secrets;
        if (_younger.Count <= Most) // takes all locks of the dictionary, and is asked only when a key comes in
            return;
        lock (_gate)
        {
            if (_younger.Count <= Most)
                return;
            _older = _younger;
            _younger = new ConcurrentDictionary<string, PlayerSecrets>(StringComparer.Ordinal);
        }
    }
}
