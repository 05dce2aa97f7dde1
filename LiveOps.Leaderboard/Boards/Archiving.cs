using LiveOps.Leaderboard.History;
using LiveOps.Leaderboard.Ranks;

namespace LiveOps.Leaderboard.Boards;

/// <summary>Makes the archive of a period that is to be closed.</summary>
internal static class Archiving
{
    /// <summary>Everyone's row, hidden players' where they would rank; null when nobody is in it.</summary>
    public static Archive? Close(OpenPeriod open)
    {
        int count = open.Ranks.Count + open.Hidden.Count;
        if (count == 0)
            return null;
        int[] players = new int[count];
        long[] scores = new long[count], times = new long[count];
        int at = 0;
        var hidden = new Queue<(long Key, long Time, int Player)>(open.Hidden.Select(entry => (entry.Value.Key, entry.Value.Time, entry.Key)).Order());
        for (Leaf? leaf = open.Ranks.First; leaf is not null; leaf = leaf.Next)
        {
            for (int i = 0; i < leaf.Count; i++)
            {
                while (hidden.TryPeek(out (long Key, long Time, int Player) next) && (next.Key, next.Time).CompareTo((leaf.Keys[i], leaf.Times[i])) < 0)
                    Put(hidden.Dequeue());
                Put((leaf.Keys[i], leaf.Times[i], leaf.Players[i]));
            }
        }

        while (hidden.TryDequeue(out (long Key, long Time, int Player) next))
            Put(next);
        var archive = new Archive(open.Period, players, PackedColumn.Pack(scores), PackedColumn.Pack(times));
        foreach (int player in open.Hidden.Keys)
            archive.Hide(player);
        return archive;

        void Put((long Key, long Time, int Player) row) => (players[at], scores[at], times[at++]) = (row.Player, open.ScoreOf(row.Key), row.Time);
    }
}
