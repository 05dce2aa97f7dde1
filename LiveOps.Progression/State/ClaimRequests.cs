namespace LiveOps.Progression.State;

/// <summary>
/// Which claim each signed request was for. A signature covers the request's id, time and body, but not its path; so that a captured
/// request cannot claim something else, its id stays bound to the first claim it was used for until its timestamp is stale by any
/// clock. Two generations of at most <see cref="GenerationCapacity"/>, about 60 bytes each: 16 MB at most; past that the older half is forgotten.
/// </summary>
internal sealed class ClaimRequests
{
    public const int GenerationCapacity = 1 << 17;

    // Signatures hold for 300 s on either side of now, so a request can be sent again for 600 s: remembered for that long at least.
    private static readonly long GenerationTicks = TimeSpan.FromSeconds(660).Ticks;

    private Dictionary<UInt128, UInt128> _current = [], _previous = [];
    private long _startedAt;

    /// <summary>What the request was used for before; null when it was not.</summary>
    public UInt128? Find(UInt128 request) =>
        _current.TryGetValue(request, out UInt128 target) || _previous.TryGetValue(request, out target) ? target : null;

    /// <summary>Binds a request to a claim; false when it is bound to another.</summary>
    public bool TryBind(UInt128 request, UInt128 target, long at)
    {
        if (Find(request) is { } bound)
            return bound == target;
        if (_current.Count >= GenerationCapacity || at - _startedAt >= GenerationTicks)
        {
            _previous = _current;
            _current = [];
            _startedAt = at;
        }

        _current.Add(request, target);
        return true;
    }

    public void Save(BinaryWriter writer)
    {
        writer.Write(_startedAt);
        Save(writer, _previous);
        Save(writer, _current);
    }

    public void Load(BinaryReader reader)
    {
        _startedAt = reader.ReadInt64();
        _previous = LoadGeneration(reader);
        _current = LoadGeneration(reader);
    }

    private static void Save(BinaryWriter writer, Dictionary<UInt128, UInt128> generation)
    {
        writer.Write(generation.Count);
        foreach ((UInt128 request, UInt128 target) in generation)
        {
            writer.Write(request);
            writer.Write(target);
        }
    }

    private static Dictionary<UInt128, UInt128> LoadGeneration(BinaryReader reader)
    {
        var generation = new Dictionary<UInt128, UInt128>();
        for (int left = reader.ReadInt32(); left > 0; left--)
            generation.Add(reader.ReadUInt128(), reader.ReadUInt128());
        return generation;
    }
}
