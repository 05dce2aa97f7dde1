namespace LiveOps.Leaderboard.Stores.Cluster.Redis;

/// <summary>Up to 256 values by key; whichever came first goes first.</summary>
internal sealed class BoundedMemory<TKey, TValue>
    where TKey : struct
    where TValue : class
{
    private const int Most = 256;

    private readonly Lock _gate = new();
    private readonly Dictionary<TKey, TValue> _values = [];
    private readonly Queue<TKey> _order = new();

    public TValue GetOrAdd(TKey key, Func<TValue> make)
    {
        lock (_gate)
        {
            if (_values.TryGetValue(key, out TValue? value))
                return value;
            if (_order.Count == Most)
                _values.Remove(_order.Dequeue());
            _order.Enqueue(key);
            return _values[key] = make();
        }
    }
}
