using LiveOps.Leaderboard.Policies;
using LiveOps.Leaderboard.Stores.Cluster.Sql;
using LiveOps.ServiceDefaults.Stores;

namespace LiveOps.Leaderboard.Stores.Cluster.Applying;

/// <summary>
/// Entries as they lie in the database as far as this replica knows, so that a group need not read again what the one before it wrote. Nothing is decided by what has become old:
/// <list type="bullet">
/// <item>an entry that changes is written only over the version that is known;</item>
/// <item>one of a board with <c>best</c> that does not change stays so, whatever another replica has written since: such entries only get better. Of other boards every entry is written;</item>
/// <item>whatever else changes entries (removals, erasures, hiding, boards that turn) moves the catalogue's version, and all is forgotten; so it is under another policy, and after ten minutes;</item>
/// <item>a database that has lost what was committed, restored or promoted from behind, has lost the <see cref="Witness"/> as well.</item>
/// </list>
/// The newest of them, 250,000 to 500,000 in two generations of at most 100,000 players each: 30 MB, and names. For one group at a time.
/// </summary>
internal sealed class KnownEntries
{
    private const long MostAge = 10 * TimeSpan.TicksPerMinute;

    private readonly Doubt _doubt = new();
    private Generation _newer = new(), _older = new();
    private (long Catalogue, LeaderboardPolicy? Policy) _under;
    private long _since;

    /// <summary>The id of a score of the last group that was committed with one: all that is known was committed no later. Null where nothing is known.</summary>
    public UInt128? Witness { get; private set; }

    /// <summary>What is taken for granted of ids and entries that are not known.</summary>
    public Guesses Guesses { get; } = new();

    /// <summary>A group begins.</summary>
    /// <param name="catalogue">The catalogue's version.</param>
    /// <param name="policy">The newest that it goes by.</param>
    /// <param name="now">Ticks.</param>
    public void Begin(long catalogue, LeaderboardPolicy policy, long now)
    {
        if (_under.Catalogue != catalogue || !ReferenceEquals(_under.Policy, policy) || now - _since > MostAge)
        {
            Forget();
            _since = now;
        }

        _under = (catalogue, policy);
    }

    /// <summary>An entry, where it is known.</summary>
    public bool TryGet((int Period, string Player) key, out StoredEntry entry) => _newer.TryGet(key.Period, key.Player, out entry) || _older.TryGet(key.Period, key.Player, out entry);

    /// <summary>Takes note of a group's entries, which are committed.</summary>
    /// <param name="entries">As they lie there now.</param>
    /// <param name="witness">One of the ids that were written with them; without one nothing would tell that they are lost.</param>
    public void Keep(IEnumerable<StoredEntry> entries, UInt128? witness)
    {
        _doubt.End(isCommitted: true, wentByKnown: Witness is not null);
        if (_doubt.IsLeft || witness is null)
            return;
        Witness = witness;
        foreach (StoredEntry entry in entries)
        {
            _newer.Set(entry);
            if (!_newer.IsFull)
                continue;
            (_older, _newer) = (_newer, _older);
            _newer.Clear();
        }
    }

    /// <summary>Something of it was old, or would have been.</summary>
    public void WereOld()
    {
        _doubt.End(isCommitted: false, wentByKnown: Witness is not null);
        Forget();
    }

    /// <summary>Forgets all of it.</summary>
    public void Forget()
    {
        _newer.Clear();
        _older.Clear();
        Witness = null;
        Guesses.Read(anyFound: true); // what is there is as unknown as what is not
    }
}
