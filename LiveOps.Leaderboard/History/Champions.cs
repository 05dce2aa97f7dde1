using LiveOps.Core.Ids;
using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Pages;
using LiveOps.Leaderboard.Policies;
using LiveOps.Leaderboard.Snapshots;

namespace LiveOps.Leaderboard.History;

/// <summary>
/// The best of one closed period. Read from its archive while that is kept; after it, from rows that were taken then: some more than
/// are shown, so that when a cheat among them is hidden later, others still move up.
/// </summary>
internal sealed class Champions(WindowKind window, string period, long closes, Archive? archive)
{
    private const int Visible = BoardRules.MostChampions, Most = 32;

    private Row[] _rows = [];

    public WindowKind Window { get; } = window;

    public string Period { get; } = period;

    public long Closes { get; } = closes;

    /// <summary>The period's archive, while it is kept.</summary>
    public Archive? Archive { get; private set; } = archive;

    /// <summary>Copies the first of them that are not hidden. Under the state's gate.</summary>
    /// <param name="buffer">To.</param>
    /// <param name="count">The most.</param>
    /// <param name="players">Ids by number.</param>
    /// <param name="isHidden">Who is.</param>
    public void CopyTo(RowBuffer buffer, int count, IdTable players, Predicate<int> isHidden)
    {
        if (Archive is not null)
        {
            Archive.CopyTo(buffer, 0, count, players);
            return;
        }

        int rank = 0;
        foreach (Row row in _rows)
        {
            if (rank < count && !isHidden(row.Player))
                buffer.Add(++rank, row.Score, row.Time, row.Player < 0 ? default : players.Utf8(row.Player));
        }
    }

    /// <summary>A player's row, hidden or not; none while there is the archive, which has it. Under the state's gate.</summary>
    /// <param name="player">Whose.</param>
    /// <param name="isHidden">Who is hidden.</param>
    /// <param name="rank">From 0; -1 while they are hidden.</param>
    /// <param name="score">Their score.</param>
    /// <param name="time">When it was reached.</param>
    public bool TryFindScore(int player, Predicate<int> isHidden, out int rank, out long score, out long time)
    {
        int at = Array.FindIndex(_rows, row => row.Player == player);
        rank = at < 0 || isHidden(player) ? -1 : _rows[..at].Count(row => !isHidden(row.Player));
        (_, score, time) = at < 0 ? default : _rows[at];
        return at >= 0;
    }

    /// <summary>Takes the rows over from the archive, which is about to go.</summary>
    public void LetGo()
    {
        if (Archive is null)
            return;
        var rows = new List<Row>();
        for (int position = 0, visible = 0; position < Archive.Rows && visible < Visible && rows.Count < Most; position++)
        {
            (int player, long score, long time) = Archive[position];
            bool hidden = Archive.IsHiddenAt(position);
            if (hidden && player < 0)
                continue; // erased while hidden: nobody can show it again
            rows.Add(new Row(player, score, time));
            visible += hidden ? 0 : 1;
        }

        _rows = [.. rows];
        Archive = null;
    }

    /// <summary>Blanks a player: the row stays, unless it was hidden.</summary>
    public void Erase(int player, bool hidden)
    {
        int at = Array.FindIndex(_rows, row => row.Player == player);
        if (at < 0)
            return;
        if (hidden)
            _rows = [.. _rows[..at], .. _rows[(at + 1)..]];
        else
            _rows[at] = _rows[at] with { Player = -1 };
    }

    /// <summary>Marks the players its rows refer to.</summary>
    public void Mark(bool[] used)
    {
        foreach (Row row in _rows)
        {
            if (row.Player >= 0)
                used[row.Player] = true;
        }
    }

    /// <summary>Writes it with the players' numbers in the snapshot.</summary>
    public void Save(SnapshotWriter writer, int[] numbers)
    {
        writer.Byte((byte)Window);
        writer.Text(Period);
        writer.Long(Closes);
        writer.Byte(Archive is null ? (byte)0 : (byte)1);
        writer.Int(_rows.Length);
        foreach (Row row in _rows)
            writer.Row(row.Player < 0 ? -1 : numbers[row.Player], row.Score, row.Time);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <param name="reader">Where from.</param>
    /// <param name="archiveOf">Finds the archive of a period.</param>
    public static Champions Load(SnapshotReader reader, Func<WindowKind, string, Archive?> archiveOf)
    {
        var window = (WindowKind)reader.Byte();
        string period = reader.Text();
        long closes = reader.Long();
        Archive? archive = reader.Byte() == 0 ? null : archiveOf(window, period) ?? throw SnapshotReader.Damaged();
        var champions = new Champions(window, period, closes, archive) { _rows = new Row[reader.Count()] };
        foreach (ref Row row in champions._rows.AsSpan())
        {
            (int player, long score, long time) = reader.Row();
            row = new Row(player, score, time);
        }

        return champions;
    }

    // A player's number, or -1 once erased.
    private readonly record struct Row(int Player, long Score, long Time);
}
