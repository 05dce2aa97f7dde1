namespace LiveOps.Progression.Players;

/// <summary>
/// The first ids, byte by byte, of those that begin with a prefix and stand behind another: each id that there is is shown once, in any order, and the largest of those kept gives way to a smaller one. Where ids have no
/// order this costs a comparison for most of them, and no index that every new player would have to be put into.
/// </summary>
/// <param name="prefix">How they begin.</param>
/// <param name="after">Behind which; empty for none.</param>
/// <param name="most">How many are kept.</param>
internal sealed class FirstIds(byte[] prefix, byte[] after, int most)
{
    private static readonly Comparer<byte[]> LargestFirst = Comparer<byte[]>.Create(static (one, other) => other.AsSpan().SequenceCompareTo(one));

    private readonly PriorityQueue<byte[], byte[]> _kept = new(most + 1, LargestFirst);

    /// <summary>Shows it an id.</summary>
    public void Look(ReadOnlySpan<byte> id)
    {
        if (!id.StartsWith(prefix) || id.SequenceCompareTo(after) <= 0)
            return;
        if (_kept.Count == most && id.SequenceCompareTo(_kept.Peek()) >= 0)
            return;
        byte[] copy = id.ToArray();
        _kept.Enqueue(copy, copy);
        if (_kept.Count > most)
            _kept.Dequeue();
    }

    /// <summary>Those that were kept, in order.</summary>
    public byte[][] InOrder()
    {
        byte[][] ids = new byte[_kept.Count][];
        for (int at = ids.Length - 1; at >= 0; at--)
            ids[at] = _kept.Dequeue();
        return ids;
    }
}
