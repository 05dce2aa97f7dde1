using System.Collections.Frozen;

namespace LiveOps.Core.Signing;

/// <summary>The signing keys in force: for each key id one or more secrets, several while they rotate. Immutable.</summary>
public sealed class KeyRing
{
    /// <summary>The key meant when a request names none.</summary>
    public const string DefaultKey = "default";

    /// <summary>The header that names the key when a game has several.</summary>
    public const string KeyHeader = "liveops-key";

    private readonly FrozenDictionary<string, SigningKey[]> _keys;

    /// <param name="keys">Secrets by key id; every key has at least one.</param>
    public KeyRing(IEnumerable<KeyValuePair<string, byte[][]>> keys) =>
        _keys = keys.ToFrozenDictionary(key => key.Key, key => key.Value.Select(secret => new SigningKey(secret)).ToArray(), StringComparer.Ordinal);

    /// <summary>The ids of the keys.</summary>
    public IReadOnlyList<string> Ids => _keys.Keys;

    /// <summary>The secrets of a key; null when there is no such key.</summary>
    public SigningKey[]? Find(string keyId) => _keys.GetValueOrDefault(keyId);
}
