using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Boards;
using LiveOps.Leaderboard.History;
using LiveOps.Leaderboard.Policies;
using LiveOps.Leaderboard.Ranks;
using LiveOps.Leaderboard.Snapshots;

namespace LiveOps.Leaderboard.State;

/// <content>The boards in a snapshot.</content>
internal sealed partial class LeaderboardState
{
    private const int RowsAtOnce = 64;

    private static void SaveBoard(SnapshotWriter writer, Board board, int[] numbers)
    {
        writer.Text(board.Name);
        foreach (Track track in board.Tracks)
        {
            writer.Long(track.ClosedThrough);
            writer.Text(track.ClosedLast ?? "");
            writer.Int(track.Open.Count);
            foreach (OpenPeriod period in track.Open)
                SaveOpen(writer, period, numbers);
            writer.Int(track.Closed.Count);
            foreach (Archive archive in track.Closed)
                archive.Save(writer, numbers);
        }

        writer.Int(board.Hall.Count);
        foreach (Champions champions in board.Hall)
            champions.Save(writer, numbers);
    }

    private void LoadBoard(SnapshotReader reader)
    {
        Board board = AddBoard(reader.Text());
        foreach (Track track in board.Tracks)
        {
            track.ClosedThrough = reader.Long();
            track.ClosedLast = reader.Text() is { Length: > 0 } name ? name : null;
            for (int left = reader.Count(); left > 0; left--)
                track.Open.Add(LoadOpen(reader, board.Rules));
            for (int left = reader.Count(); left > 0; left--)
                track.Closed.Add(Archive.Load(reader));
        }

        for (int left = reader.Count(); left > 0; left--)
            board.Hall.Add(Champions.Load(reader, (window, period) => board.Tracks[(int)window].Closed.Find(archive => archive.Period.Name == period)));
    }

    private static void SaveOpen(SnapshotWriter writer, OpenPeriod period, int[] numbers)
    {
        writer.Text(period.Period.Name);
        writer.Long(period.Period.Opens);
        writer.Long(period.Period.Closes);
        writer.Int(period.Ranks.Count);
        for (Leaf? leaf = period.Ranks.First; leaf is not null; leaf = leaf.Next)
        {
            for (int i = 0; i < leaf.Count; i++)
                writer.Row(numbers[leaf.Players[i]], leaf.Keys[i], leaf.Times[i]);
        }

        writer.Int(period.Hidden.Count);
        foreach ((int player, (long key, long time)) in period.Hidden.OrderBy(entry => entry.Key))
            writer.Row(numbers[player], key, time);
    }

    private static OpenPeriod LoadOpen(SnapshotReader reader, BoardRules rules)
    {
        var bounds = new Period(reader.Text(), reader.Long(), reader.Long());
        int count = reader.Count();
        var period = new OpenPeriod(bounds, new RankTree(count), rules.Descending);
        Span<(int Player, long Key, long Time)> rows = stackalloc (int, long, long)[RowsAtOnce];
        for (; count > 0; count -= rows.Length)
        {
            rows = rows[..Math.Min(rows.Length, count)];
            foreach (ref (int Player, long Key, long Time) row in rows)
            {
                row = reader.Row();
                period.Ranks.Prefetch(row.Player);
            }

            foreach ((int player, long key, long time) in rows)
            {
                if (!period.Ranks.TryAppend(player, key, time))
                    throw SnapshotReader.Damaged();
            }
        }

        for (int left = reader.Count(); left > 0; left--)
        {
            (int player, long key, long time) = reader.Row();
            period.Hidden.Add(player, (key, time));
        }

        return period;
    }
}
