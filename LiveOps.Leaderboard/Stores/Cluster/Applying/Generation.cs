using LiveOps.Leaderboard.Boards;
using LiveOps.Leaderboard.Stores.Cluster.Sql;

namespace LiveOps.Leaderboard.Stores.Cluster.Applying;

/// <summary>Half of what is known: entries, each with its player as a number of this generation, so that one takes 60 bytes, and a name is kept once for all periods and boards.</summary>
internal sealed class Generation
{
    /// <summary>How many entries there is room for.</summary>
    public const int MostEntries = 250_000;

    /// <summary>How many players: with names as long as may be, some 20 MB.</summary>
    public const int MostPlayers = 100_000;

    private const int First = 1024;

    private readonly Dictionary<string, int> _players = new(StringComparer.Ordinal);
    private readonly Dictionary<Key, Row> _rows = [];

    /// <summary>Whether nothing more is to be added.</summary>
    public bool IsFull => _rows.Count >= MostEntries || _players.Count >= MostPlayers;

    /// <summary>An entry, where it is here.</summary>
    public bool TryGet(int period, string player, out StoredEntry entry)
    {
        if (!_players.TryGetValue(player, out int number) || !_rows.TryGetValue(new Key(period, number), out Row row))
        {
            entry = default;
            return false;
        }

        entry = new StoredEntry(period, player, row.Entry, row.Version, row.Version);
        return true;
    }

    /// <summary>Adds an entry, or replaces it.</summary>
    public void Set(in StoredEntry entry)
    {
        if (!_players.TryGetValue(entry.Player, out int number))
            _players.Add(entry.Player, number = _players.Count);
        if (_rows.Count == _rows.Capacity)
            _rows.EnsureCapacity(Math.Clamp(2 * _rows.Capacity, First, MostEntries)); // not to twice as many as there will ever be
        _rows[new Key(entry.Period, number)] = new Row(entry.Entry, entry.Version);
    }

    /// <summary>Forgets all of it, and keeps the room.</summary>
    public void Clear()
    {
        _players.Clear();
        _rows.Clear();
    }

    // Numbers that differ little are spread.
    private readonly record struct Key(int Period, int Player)
    {
        public override int GetHashCode() => unchecked(Player * (int)0x9E3779B1 + Period);
    }

    private readonly record struct Row(Entry Entry, long Version);
}
