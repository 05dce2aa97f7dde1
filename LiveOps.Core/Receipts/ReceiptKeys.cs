using System.Collections.Frozen;

namespace LiveOps.Core.Receipts;

/// <summary>The receipt keys in force: one signs, and receipts of it and of the older ones verify. Immutable.</summary>
public sealed class ReceiptKeys
{
    private readonly FrozenDictionary<string, ReceiptKey> _byId;

    /// <param name="signing">The key that signs.</param>
    /// <param name="older">Other keys whose receipts verify: former ones, and those that are to sign next.</param>
    public ReceiptKeys(ReceiptKey signing, params IEnumerable<ReceiptKey> older)
    {
        Signing = signing;
        ReceiptKey[] all = [.. older.Prepend(signing).DistinctBy(key => key.Id)];
        _byId = all.ToFrozenDictionary(key => key.Id, StringComparer.Ordinal);
        Published = [.. all.OfType<CurveReceiptKey>()];
    }

    /// <summary>The keys that anybody may know, the one that signs first.</summary>
    public IReadOnlyList<CurveReceiptKey> Published { get; }

    /// <summary>The key that signs.</summary>
    public ReceiptKey Signing { get; }

    /// <summary>The key of that <c>kid</c>; null when it is not ours.</summary>
    public ReceiptKey? Find(string id) => _byId.GetValueOrDefault(id);
}
