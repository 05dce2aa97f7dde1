using LiveOps.Leaderboard.Boards;

namespace LiveOps.Leaderboard.Leagues;

/// <summary>
/// The table of a cohort. A cohort keeps no scores: it is read off the board's ranking, so whoever is hidden, erased or has had their score removed is not in it, and ties are decided as
/// there. For c of the board's n players that is O(c log c): 50 players take 3 µs.
/// </summary>
internal static class CohortTable
{
    /// <summary>Whoever is ranked, best first.</summary>
    public static List<(long Key, long Time, int Player)> Of(Cohort cohort, OpenPeriod? period)
    {
        var rows = new List<(long Key, long Time, int Player)>(cohort.Players.Count);
        Fill(rows, cohort, period);
        return rows;
    }

    /// <summary>The same into a list that is used again.</summary>
    public static void Fill(List<(long Key, long Time, int Player)> rows, Cohort cohort, OpenPeriod? period)
    {
        Copy(rows, cohort, period);
        rows.Sort();
    }

    /// <summary>The same in no order, for whoever sorts them outside the gate.</summary>
    public static void Copy(List<(long Key, long Time, int Player)> rows, Cohort cohort, OpenPeriod? period)
    {
        rows.Clear();
        if (period is null)
            return;
        foreach (int player in cohort.Players)
        {
            if (player != Cohort.Nobody && period.Ranks.TryFind(player, out long key, out long time))
                rows.Add((key, time, player));
        }
    }

    /// <summary>How many are ranked.</summary>
    public static int Count(Cohort cohort, OpenPeriod period)
    {
        int count = 0;
        foreach (int player in cohort.Players)
            count += player != Cohort.Nobody && period.Ranks.TryFind(player, out _, out _) ? 1 : 0;
        return count;
    }

    /// <summary>One player's rank in it, from 1, with what they are ranked by; null when they are not ranked. Nothing is sorted: those who are better are counted.</summary>
    /// <param name="cohort">Their cohort.</param>
    /// <param name="period">The ranking.</param>
    /// <param name="player">Who.</param>
    /// <param name="size">How many are ranked in it.</param>
    public static (int Rank, long Key, long Time)? Find(Cohort cohort, OpenPeriod period, int player, out int size)
    {
        bool isRanked = period.Ranks.TryFind(player, out long key, out long time);
        int better = 0;
        size = 0;
        foreach (int other in cohort.Players)
        {
            if (other == Cohort.Nobody || !period.Ranks.TryFind(other, out long otherKey, out long otherTime))
                continue;
            size++;
            better += (otherKey, otherTime, other).CompareTo((key, time, player)) < 0 ? 1 : 0;
        }

        return isRanked ? (better + 1, key, time) : null;
    }
}
