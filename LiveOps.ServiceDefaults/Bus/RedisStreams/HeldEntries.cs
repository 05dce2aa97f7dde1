namespace LiveOps.ServiceDefaults.Bus.RedisStreams;

/// <summary>The ids of the entries that a replica has in hand: read, and not acknowledged yet. Its reading and its keep-alive share them.</summary>
internal sealed class HeldEntries
{
    private readonly Lock _gate = new();
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);

    public void Add(string id)
    {
        lock (_gate)
            _ids.Add(id);
    }

    public bool Contains(string id)
    {
        lock (_gate)
            return _ids.Contains(id);
    }

    public void Remove(IEnumerable<string> ids)
    {
        lock (_gate)
            _ids.ExceptWith(ids);
    }

    public string[] ToArray()
    {
        lock (_gate)
            return [.. _ids];
    }
}
