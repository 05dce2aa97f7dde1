namespace LiveOps.Fairness.Flags;

/// <summary>
/// The last <c>capacity</c> entries (and up to a quarter more), numbered without gaps: written by the applying thread, paged through by
/// others.
/// </summary>
internal sealed class BoundedLog<T>(int capacity) where T : class
{
    private readonly Lock _gate = new();
    private readonly List<T> _entries = []; // oldest first
    private long _first; // the number of the oldest

    /// <summary>Adds an entry.</summary>
    public void Add(T entry)
    {
        lock (_gate)
        {
            _entries.Add(entry);
            int over = _entries.Count - capacity;
            if (over <= capacity / 4)
                return;
            _entries.RemoveRange(0, over);
            _first += over;
        }
    }

    /// <summary>Newest first, entries numbered below <paramref name="before"/> that match.</summary>
    /// <param name="before">Where the page begins; <see cref="long.MaxValue"/> for the newest.</param>
    /// <param name="limit">The most entries.</param>
    /// <param name="matches">Which.</param>
    /// <param name="next">What to give as <paramref name="before"/> for the next page; null when there is none.</param>
    public List<T> Page(long before, int limit, Func<T, bool> matches, out long? next)
    {
        var page = new List<T>();
        next = null;
        lock (_gate)
        {
            for (int at = (int)Math.Clamp(before - _first, 0, _entries.Count) - 1; at >= 0; at--)
            {
                if (!matches(_entries[at]))
                    continue;
                if (page.Count == limit)
                {
                    next = _first + at + 1;
                    break;
                }

                page.Add(_entries[at]);
            }
        }

        return page;
    }

    /// <summary>All entries from a number on, oldest first, and the number that the next one gets.</summary>
    public (List<T> Entries, long End) From(long number)
    {
        lock (_gate)
            return (_entries[(int)Math.Clamp(number - _first, 0, _entries.Count)..], _first + _entries.Count);
    }

    /// <summary>Rewrites what matches; entries keep their numbers.</summary>
    public void Rewrite(Func<T, bool> matches, Func<T, T> rewritten)
    {
        lock (_gate)
        {
            for (int at = 0; at < _entries.Count; at++)
            {
                if (matches(_entries[at]))
                    _entries[at] = rewritten(_entries[at]);
            }
        }
    }

    /// <summary>Writes all; called by the applying thread, as <see cref="Add"/> is.</summary>
    public void Save(BinaryWriter writer, Action<BinaryWriter, T> write)
    {
        writer.Write(_first);
        writer.Write(_entries.Count);
        foreach (T entry in _entries)
            write(writer, entry);
    }

    /// <summary>Replaces all with what was saved.</summary>
    public void Load(BinaryReader reader, Func<BinaryReader, T> read)
    {
        lock (_gate)
        {
            _entries.Clear();
            _first = reader.ReadInt64();
            for (int left = reader.ReadInt32(); left > 0; left--)
                _entries.Add(read(reader));
        }
    }
}
