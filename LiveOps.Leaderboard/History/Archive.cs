using LiveOps.Core.Ids;
using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Pages;
using LiveOps.Leaderboard.Snapshots;

namespace LiveOps.Leaderboard.History;

/// <summary>
/// A closed period, whole: everyone's row in order, hidden players' too, so that showing them again restores them. Nothing moves any
/// more; hiding a player is remembered as a position to leave out, and erasing one blanks the player and leaves the row, so that the
/// ranks of all others stay true. About 12 bytes a row at a million rows. A player's row is found by binary search over the positions
/// in order of the players' numbers.
/// </summary>
internal sealed class Archive : IStandings
{
    private const long Nobody = 0; // players are kept as number + 1
    private const int SparseFrom = 8;

    private readonly PackedColumn _players, _scores, _times, _byPlayer;
    private readonly List<int> _hidden = []; // positions, rising

    /// <param name="period">Which.</param>
    /// <param name="players">By position: the player's number, or -1 for one who was erased.</param>
    /// <param name="scores">By position.</param>
    /// <param name="times">By position: when the score was reached.</param>
    public Archive(Period period, ReadOnlySpan<int> players, PackedColumn scores, PackedColumn times)
    {
        Period = period;
        long[] column = new long[players.Length];
        for (int i = 0; i < column.Length; i++)
            column[i] = players[i] + 1;
        _players = PackedColumn.Pack(column, Nobody);
        (_scores, _times) = (scores, times);
        _byPlayer = PackByPlayer(players, column);
    }

    public Period Period { get; }

    public CachedPages Pages { get; } = new();

    /// <summary>How many rows it has, hidden and erased players' too.</summary>
    public int Rows => _players.Count;

    public int Total => Rows - _hidden.Count;

    /// <summary>What it takes in memory.</summary>
    public long Bytes => _players.Bytes + _scores.Bytes + _times.Bytes + _byPlayer.Bytes;

    /// <summary>A row by position: the player's number or -1, score and time.</summary>
    public (int Player, long Score, long Time) this[int position] => ((int)_players[position] - 1, _scores[position], _times[position]);

    /// <summary>Whether the row at a position is left out.</summary>
    public bool IsHiddenAt(int position) => _hidden.BinarySearch(position) >= 0;

    public int RankOf(int player)
    {
        int position = PositionOf(player);
        if (position < 0)
            return -1;
        int hidden = _hidden.BinarySearch(position);
        return hidden >= 0 ? -1 : position - ~hidden;
    }

    public (long Key, long Time) EndOf(int rows) => CachedPage.Farthest;

    /// <summary>A player's score and its time, hidden or not.</summary>
    public bool TryFindScore(int player, out long score, out long time)
    {
        int position = PositionOf(player);
        (_, score, time) = position < 0 ? default : this[position];
        return position >= 0;
    }

    public void CopyTo(RowBuffer rows, int offset, int limit, IdTable players)
    {
        if (offset >= Total)
            return;
        // The position of a rank: as many further on as hidden ones lie before it.
        int position = offset, skip = 0;
        for (; skip < _hidden.Count && _hidden[skip] <= position; skip++)
            position++;
        for (; limit > 0 && position < Rows; position++)
        {
            if (skip < _hidden.Count && _hidden[skip] == position)
            {
                skip++;
                continue;
            }

            (int player, long score, long time) = this[position];
            rows.Add(++offset, score, time, player < 0 ? default : players.Utf8(player));
            limit--;
        }
    }

    public void Hide(int player)
    {
        int position = PositionOf(player);
        if (position < 0 || _hidden.BinarySearch(position) is var at && at >= 0)
            return;
        _hidden.Insert(~at, position);
        Pages.Clear();
    }

    public void Show(int player)
    {
        int position = PositionOf(player);
        if (position < 0 || _hidden.BinarySearch(position) is var at && at < 0)
            return;
        _hidden.RemoveAt(at);
        Pages.Clear();
    }

    /// <summary>Blanks a player's row. The row keeps its rank, or stays hidden.</summary>
    public void Anonymise(int player)
    {
        (int from, int to) = Run(player);
        if (from == to)
            return;
        // The search needs players in order, so what pointed to this row now points to the row of a neighbour in that order.
        int position = (int)_byPlayer[from];
        int neighbour = from > 0 ? from - 1 : to < Rows ? to : -1;
        for (int i = from; neighbour >= 0 && i < to; i++)
            _byPlayer.Overwrite(i, _byPlayer[neighbour]);
        _players.Overwrite(position, Nobody);
        Pages.Clear();
    }

    /// <summary>Marks the players it refers to.</summary>
    public void Mark(bool[] used)
    {
        for (int position = 0; position < Rows; position++)
        {
            if (_players[position] != Nobody)
                used[(int)_players[position] - 1] = true;
        }
    }

    /// <summary>Writes it with the players' numbers in the snapshot.</summary>
    public void Save(SnapshotWriter writer, int[] numbers)
    {
        writer.Text(Period.Name);
        writer.Long(Period.Opens);
        writer.Long(Period.Closes);
        writer.Int(Rows);
        for (int position = 0; position < Rows; position++)
            writer.Int(_players[position] == Nobody ? -1 : numbers[_players[position] - 1]);
        _scores.Save(writer);
        _times.Save(writer);
        writer.Int(_hidden.Count);
        foreach (int position in _hidden)
            writer.Int(position);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public static Archive Load(SnapshotReader reader)
    {
        var period = new Period(reader.Text(), reader.Long(), reader.Long());
        int[] players = new int[reader.Count()];
        reader.Raw(players.AsSpan());
        var archive = new Archive(period, players, PackedColumn.Load(reader, players.Length), PackedColumn.Load(reader, players.Length));
        for (int left = reader.Count(); left > 0; left--)
            archive._hidden.Add(reader.Int());
        return archive;
    }

    private int PositionOf(int player)
    {
        (int from, int to) = Run(player);
        return from < to ? (int)_byPlayer[from] : -1;
    }

    // Where the search order points to a player: one place, or more once neighbours were erased.
    private (int From, int To) Run(int player)
    {
        int from = FirstAtLeast(player + 1L);
        int to = from;
        while (to < Rows && _players[(int)_byPlayer[to]] == player + 1L)
            to++;
        return (from, to);
    }

    private int FirstAtLeast(long player)
    {
        int low = 0, high = Rows;
        while (low < high)
        {
            int middle = (low + high) >> 1;
            if (_players[(int)_byPlayer[middle]] < player)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    // The positions in order of the players' numbers. Where an erased player would stand, a neighbour stands twice.
    private static PackedColumn PackByPlayer(ReadOnlySpan<int> players, long[] column)
    {
        int most = -1;
        foreach (int player in players)
            most = Math.Max(most, player);
        int at = most < (long)players.Length * SparseFrom ? Scatter(players, most, column) : Sort(players, column);
        for (int first = at; at > 0; at--)
            column[at - 1] = first < column.Length ? column[first] : 0;
        return PackedColumn.Pack(column, 0, Math.Max(0, column.Length - 1));
    }

    // A tenth of the time of sorting when a good part of all players is here. Returns where in the column it begins: at the count of the erased.
    private static int Scatter(ReadOnlySpan<int> players, int most, long[] column)
    {
        int[] positions = new int[most + 1];
        for (int i = 0; i < players.Length; i++)
        {
            if (players[i] >= 0)
                positions[players[i]] = i + 1;
        }

        int at = column.Length;
        for (int player = most; player >= 0; player--)
        {
            if (positions[player] > 0)
                column[--at] = positions[player] - 1;
        }

        return at;
    }

    private static int Sort(ReadOnlySpan<int> players, long[] column)
    {
        int[] keys = players.ToArray();
        for (int i = 0; i < keys.Length; i++)
            column[i] = i;
        Array.Sort(keys, column);
        return keys.AsSpan().LastIndexOf(-1) + 1;
    }
}
