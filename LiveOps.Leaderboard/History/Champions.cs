using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Pages;
using LiveOps.Leaderboard.Policies;
using LiveOps.Leaderboard.State;

namespace LiveOps.Leaderboard.History;

/// <summary>
/// The best of one closed period, kept when its archive is gone: some more than are shown, so that when a cheat among them is hidden
/// or was hidden at the close, others move up.
/// </summary>
internal sealed class Champions(WindowKind window, string period, long closes, Champions.Row[] rows)
{
    private const int Visible = BoardRules.MostChampions, Most = 32;

    public WindowKind Window { get; } = window;

    public string Period { get; } = period;

    public long Closes { get; } = closes;

    /// <summary>In order, hidden players too.</summary>
    public Row[] Rows { get; private set; } = rows;

    /// <summary>Takes the best of an archive.</summary>
    public static Champions Of(WindowKind window, Archive archive, Func<int, bool> isHidden)
    {
        var rows = new List<Row>();
        for (int position = 0, visible = 0; position < archive.Rows && visible < Visible && rows.Count < Most; position++)
        {
            (int player, long score, long time) = archive[position];
            rows.Add(new Row(player, score, time));
            if (!isHidden(player))
                visible++;
        }

        return new Champions(window, archive.Period.Name, archive.Period.Closes, [.. rows]);
    }

    /// <summary>Copies the first of them that are not hidden. Under the state's gate.</summary>
    public void CopyTo(RowBuffer buffer, int count, LeaderboardState state)
    {
        int rank = 0;
        foreach (Row row in Rows)
        {
            if (rank == count)
                break;
            if (row.Player < 0)
                buffer.Add(++rank, row.Score, row.Time, default);
            else if (!state.IsHidden(row.Player))
                buffer.Add(++rank, row.Score, row.Time, state.Players.Utf8(row.Player));
        }
    }

    /// <summary>Blanks a player: the row stays, unless it was hidden.</summary>
    public void Erase(int player, bool hidden)
    {
        int at = Array.FindIndex(Rows, row => row.Player == player);
        if (at < 0)
            return;
        if (hidden)
            Rows = [.. Rows[..at], .. Rows[(at + 1)..]];
        else
            Rows[at] = Rows[at] with { Player = -1 };
    }

    /// <summary>Writes it with the players' numbers in the snapshot.</summary>
    public void Save(SnapshotWriter writer, int[] numbers)
    {
        writer.Byte((byte)Window);
        writer.Text(Period);
        writer.Long(Closes);
        writer.Int(Rows.Length);
        foreach (Row row in Rows)
            writer.Row(row.Player < 0 ? -1 : numbers[row.Player], row.Score, row.Time);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public static Champions Load(SnapshotReader reader)
    {
        var window = (WindowKind)reader.Byte();
        string period = reader.Text();
        long closes = reader.Long();
        var rows = new Row[reader.Count()];
        foreach (ref Row row in rows.AsSpan())
        {
            (int player, long score, long time) = reader.Row();
            row = new Row(player, score, time);
        }

        return new Champions(window, period, closes, rows);
    }

    /// <summary>One of them: the player's number, or -1 once erased.</summary>
    internal readonly record struct Row(int Player, long Score, long Time);
}
