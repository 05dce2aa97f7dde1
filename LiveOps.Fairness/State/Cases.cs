using LiveOps.Fairness.Flags;
using LiveOps.Fairness.Reviews;

namespace LiveOps.Fairness.State;

/// <summary>
/// All cases, in the order of <see cref="CasePlace"/>: when there are too many, the first is forgotten. Only the applying thread changes it; everybody reads.
/// </summary>
/// <param name="most">How many are kept.</param>
internal sealed class Cases(int most = Cases.Most)
{
    /// <summary>How many are kept when nothing is said.</summary>
    public const int Most = 10_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<UInt128, Case> _byPlayer = [];
    private readonly SortedSet<CasePlace> _order = [];
    private int _open;

    /// <summary>How many wait for a decision.</summary>
    public int Open
    {
        get
        {
            lock (_gate)
                return _open;
        }
    }

    /// <summary>A player's case; null for none.</summary>
    public Case? Find(UInt128 player)
    {
        lock (_gate)
            return _byPlayer.GetValueOrDefault(player);
    }

    /// <summary>Adds a flag to a player's case.</summary>
    public void Add(UInt128 player, in Raised raised)
    {
        lock (_gate)
            Put(player, Case.With(_byPlayer.GetValueOrDefault(player), raised));
    }

    /// <summary>Puts a case in the place of what it was made of.</summary>
    public void Replace(UInt128 player, Case one)
    {
        lock (_gate)
            Put(player, one);
    }

    /// <summary>Forgets a player's case.</summary>
    public void Remove(UInt128 player)
    {
        lock (_gate)
            Take(player);
    }

    /// <summary>Cases of a status, the last of the order first.</summary>
    /// <param name="status">Which.</param>
    /// <param name="before">Where the page begins: behind this; null for the beginning.</param>
    /// <param name="limit">The most cases.</param>
    public List<Case> Page(CaseStatus status, CasePlace? before, int limit)
    {
        byte rank = CasePlace.ClassOf(status);
        CasePlace first = new(rank, 0, 0, ""), end = before ?? new CasePlace((byte)(rank + 1), 0, 0, "");
        var page = new List<Case>();
        lock (_gate)
        {
            foreach (CasePlace place in _order.GetViewBetween(first, end).Reverse())
            {
                if (page.Count == limit)
                    break;
                if (place.Status == status && place != before)
                    page.Add(Of(place));
            }
        }

        return page;
    }

    /// <summary>All of them, in their order.</summary>
    public List<Case> All()
    {
        lock (_gate)
            return [.. _order.Select(Of)];
    }

    /// <summary>Writes all.</summary>
    public void Save(BinaryWriter writer)
    {
        List<Case> all = All();
        writer.Write(all.Count);
        foreach (Case one in all)
            CaseFormat.Write(writer, one);
    }

    /// <summary>Replaces all with what was saved.</summary>
    public void Load(BinaryReader reader)
    {
        lock (_gate)
        {
            _byPlayer.Clear();
            _order.Clear();
            _open = 0;
            for (int left = reader.ReadInt32(); left > 0; left--)
            {
                Case one = CaseFormat.Read(reader);
                Put(CaseId.HashOf(one.PlayerId), one);
            }
        }
    }

    private void Put(UInt128 player, Case one)
    {
        Take(player);
        _byPlayer.Add(player, one);
        _order.Add(CasePlace.Of(one));
        _open += one.Status == CaseStatus.Open ? 1 : 0;
        if (_byPlayer.Count > most)
            Take(CaseId.PlayerOf(_order.Min.Id));
    }

    private Case Of(CasePlace place) => _byPlayer[CaseId.PlayerOf(place.Id)];

    private void Take(UInt128 player)
    {
        if (!_byPlayer.Remove(player, out Case? was))
            return;
        _order.Remove(CasePlace.Of(was));
        _open -= was.Status == CaseStatus.Open ? 1 : 0;
    }
}
