using System.Collections.Frozen;

namespace LiveOps.Core.Receipts;

/// <summary>The receipt keys in force: one signs, and receipts of it and of the older ones verify. Immutable.</summary>
public sealed class ReceiptKeys
{
    private readonly FrozenDictionary<string, ReceiptKey> _byId;

    /// <param name="signing">The key that signs.</param>
    /// <param name="older">Keys whose receipts still verify.</param>
    public ReceiptKeys(ReceiptKey signing, params IEnumerable<ReceiptKey> older)
    {
        Signing = signing;
        _byId = older.Append(signing).DistinctBy(key => key.Id).ToFrozenDictionary(key => key.Id, StringComparer.Ordinal);
    }

    /// <summary>The key that signs.</summary>
    public ReceiptKey Signing { get; }

    /// <summary>The key of that <c>kid</c>; null when it is not ours.</summary>
    public ReceiptKey? Find(string id) => _byId.GetValueOrDefault(id);
}
