using System.Globalization;

namespace LiveOps.Core.Audit;

/// <summary>
/// The audit in memory, for a state that the journal makes durable: numbered without gaps, the newest <paramref name="most"/> entries (and up to a page more) of the last
/// <paramref name="keep"/>. The applying thread writes; others page through it. Who pages copies the list of pages under the lock, and looks at the entries without it, so that
/// a search through a million holds nobody up.
/// </summary>
/// <param name="most">How many entries are kept.</param>
/// <param name="keep">For how long, by the times of the entries.</param>
public sealed class AuditTrail(int most = AuditTrail.DefaultMost, TimeSpan? keep = null)
{
    /// <summary>How many entries are kept when nothing is said.</summary>
    public const int DefaultMost = 100_000;

    /// <summary>For how many days when nothing is said.</summary>
    public const int DefaultDays = 400;

    private const int PageLength = 512, Remembered = 64;

    private readonly long _keep = (keep ?? TimeSpan.FromDays(DefaultDays)).Ticks;
    private readonly Lock _gate = new();
    private readonly List<AuditEntry[]> _pages = []; // oldest first; all full but the last
    private long _first; // the number of the oldest
    private long _end; // the number that the next one gets
    private long _newest = long.MinValue;

    /// <summary>Adds an entry.</summary>
    public void Add(AuditEntry entry)
    {
        lock (_gate)
        {
            if (IsThere(entry))
                return;
            int at = (int)((_end - _first) % PageLength);
            if (at == 0)
                _pages.Add(new AuditEntry[PageLength]);
            _pages[^1][at] = entry;
            _end++;
            _newest = Math.Max(_newest, entry.At);
            while (_pages.Count > 1 && (_end - _first - PageLength >= most || _pages[0][^1].At < _newest - _keep))
            {
                _pages.RemoveAt(0);
                _first += PageLength;
            }
        }
    }

    /// <summary>Newest first; null when the query's position is none.</summary>
    public AuditPage? Page(AuditQuery query)
    {
        long before = long.MaxValue;
        if (query.After is { } after && !long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out before))
            return null;
        (AuditEntry[][] pages, long first, long end, long oldest) = Look();
        var found = new List<(string, AuditEntry)>();
        for (long number = Math.Min(before, end) - 1; number >= first && found.Count <= query.Limit; number--)
        {
            AuditEntry entry = At(pages, number - first);
            if (entry.At >= oldest && query.Wants(entry))
                found.Add((number.ToString(CultureInfo.InvariantCulture), entry));
        }

        return AuditPage.Of(found, query.Limit);
    }

    /// <summary>All entries from a number on, oldest first, and the number that the next one gets.</summary>
    public (List<AuditEntry> Entries, long End) From(long number)
    {
        (AuditEntry[][] pages, long first, long end, _) = Look();
        var entries = new List<AuditEntry>();
        for (long at = Math.Max(number, first); at < end; at++)
            entries.Add(At(pages, at - first));
        return (entries, end);
    }

    /// <summary>Takes a player's id out of the entries about them, which stay.</summary>
    public void Erase(string player)
    {
        for (long number = _first; number < _end; number++)
        {
            ref AuditEntry entry = ref _pages[(int)((number - _first) / PageLength)][(number - _first) % PageLength];
            if (entry.PlayerId == player)
                Volatile.Write(ref entry, entry.WithoutPlayer());
        }
    }

    /// <summary>Writes all; called by the applying thread, as <see cref="Add"/> is.</summary>
    public void Save(BinaryWriter writer)
    {
        writer.Write(_first);
        writer.Write((int)(_end - _first));
        for (long number = _first; number < _end; number++)
            AuditFormat.Write(writer, _pages[(int)((number - _first) / PageLength)][(number - _first) % PageLength]);
    }

    /// <summary>Replaces all with what was saved, also by Fairness's former log, which was the same but for the entries.</summary>
    public void Load(BinaryReader reader)
    {
        lock (_gate)
        {
            _pages.Clear();
            _first = _end = reader.ReadInt64();
            _newest = long.MinValue;
        }

        for (int left = reader.ReadInt32(); left > 0; left--)
            Add(AuditFormat.Read(reader));
    }

    private (AuditEntry[][] Pages, long First, long End, long Oldest) Look()
    {
        lock (_gate)
            return ([.. _pages], _first, _end, _newest == long.MinValue ? long.MinValue : _newest - _keep);
    }

    // What is sent again after an answer was lost comes soon.
    private bool IsThere(AuditEntry entry)
    {
        for (long number = _end - 1; entry.Token != 0 && number >= Math.Max(_first, _end - Remembered); number--)
        {
            if (_pages[(int)((number - _first) / PageLength)][(number - _first) % PageLength].Token == entry.Token)
                return true;
        }

        return false;
    }

    private static AuditEntry At(AuditEntry[][] pages, long at) => Volatile.Read(ref pages[at / PageLength][at % PageLength]);
}
