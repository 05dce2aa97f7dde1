namespace LiveOps.Core.Ids;

/// <summary>
/// Remembers ids for a stated time within a stated memory, as 128-bit hashes in two generations: a new generation starts when the
/// current one is half the time old or holds half the ids, and the one before the last is forgotten. So an id is remembered for at
/// least half of <c>remember</c>, unless more than half of <c>capacity</c> others came after it. Costs 22 to 45 bytes an id
/// (<see cref="IdSet"/>). Time comes from the caller, so that replaying a journal remembers the same ids. For one thread, but for
/// <see cref="MarkKnown"/> and where a gate is named.
/// </summary>
public sealed class RecentIds
{
    private readonly long _halfLife;
    private readonly int _halfCapacity;
    private IdSet _current = new(), _previous = new();
    private long _currentSince, _previousSince;

    /// <param name="remember">How long; at least twice the longest redelivery.</param>
    /// <param name="capacity">How many ids at the most, over both generations.</param>
    public RecentIds(TimeSpan remember, int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(remember, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 2);
        _halfLife = remember.Ticks / 2;
        _halfCapacity = capacity / 2;
    }

    /// <summary>How many ids are remembered.</summary>
    public int Count => _current.Count + _previous.Count;

    /// <summary>Whether the id is remembered.</summary>
    public bool Contains(UInt128 id) => _current.Contains(id) || _previous.Contains(id);

    /// <summary>Asks for the places of some ids that are soon looked up or added; see <see cref="Ids.Prefetch"/>.</summary>
    public void Prefetch(ReadOnlySpan<UInt128> ids)
    {
        _current.Prefetch(ids);
        _previous.Prefetch(ids);
    }

    /// <summary>
    /// Which of the ids are remembered. Also while another thread adds: an id that is being added may count as not remembered yet.
    /// </summary>
    /// <param name="ids">Any number.</param>
    /// <param name="known">Set for those that are; others are left alone.</param>
    /// <returns>How many.</returns>
    public int MarkKnown(ReadOnlySpan<UInt128> ids, Span<bool> known)
    {
        int count = 0;
        for (int i = 0; i < ids.Length; i++)
        {
            if (i % Ids.Prefetch.Most == 0)
                Prefetch(Ids.Prefetch.Next(ids, i));
            if (Contains(ids[i]))
            {
                known[i] = true;
                count++;
            }
        }

        return count;
    }

    /// <summary>Whether every id was remembered for as long as it is to be.</summary>
    /// <param name="now">Unix time in ticks of 100 ns, from the record at hand.</param>
    public bool IsPast(long now) => now - _currentSince >= 2 * _halfLife;

    /// <summary>Remembers an id; false when it was remembered already.</summary>
    /// <param name="id">See <see cref="IdHash"/>.</param>
    /// <param name="now">Unix time in ticks of 100 ns, from the record at hand.</param>
    public bool Add(UInt128 id, long now)
    {
        if (Contains(id))
            return false;
        if (_current.Count >= _halfCapacity || now - _currentSince >= _halfLife)
        {
            if (_current.Count > 0)
                (_previous, _previousSince) = (_current, _currentSince);
            (_current, _currentSince) = (new IdSet(), now);
        }

        _current.Add(id);
        return true;
    }

    /// <summary>Remembers some ids.</summary>
    /// <param name="ids">Any number, remembered already or not.</param>
    /// <param name="now">Unix time in ticks of 100 ns, from the record at hand.</param>
    public void Add(ReadOnlySpan<UInt128> ids, long now)
    {
        for (int i = 0; i < ids.Length; i++)
        {
            if (i % Ids.Prefetch.Most == 0)
                Prefetch(Ids.Prefetch.Next(ids, i));
            Add(ids[i], now);
        }
    }

    /// <summary>Writes all ids.</summary>
    public void Save(BinaryWriter writer)
    {
        writer.Write(_previousSince);
        writer.Write(_previous.Count);
        _previous.Save(writer);
        writer.Write(_currentSince);
        writer.Write(_current.Count);
        _current.Save(writer);
    }

    /// <summary>Replaces all ids with saved ones.</summary>
    public void Load(BinaryReader reader)
    {
        (_previous, _current) = (new IdSet(), new IdSet());
        _previousSince = reader.ReadInt64();
        _previous.Load(reader, reader.ReadInt32());
        _currentSince = reader.ReadInt64();
        _current.Load(reader, reader.ReadInt32());
    }

    /// <summary>Writes all ids, and perhaps some that other threads add meanwhile.</summary>
    /// <param name="writer">Read with <see cref="LoadParts"/>.</param>
    /// <param name="gate">Held by whoever adds; here for a moment at a time.</param>
    public void SaveParts(BinaryWriter writer, Lock gate)
    {
        IdSet previous, current;
        lock (gate)
        {
            (previous, current) = (_previous, _current);
            writer.Write(_previousSince);
            writer.Write(_currentSince);
        }

        previous.SaveParts(writer, gate);
        current.SaveParts(writer, gate);
    }

    /// <summary>Replaces all ids with those of <see cref="SaveParts"/>.</summary>
    public void LoadParts(BinaryReader reader)
    {
        (_previous, _current) = (new IdSet(), new IdSet());
        _previousSince = reader.ReadInt64();
        _currentSince = reader.ReadInt64();
        _previous.LoadParts(reader);
        _current.LoadParts(reader);
    }
}
