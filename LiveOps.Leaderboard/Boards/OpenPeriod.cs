using LiveOps.Core.Ids;
using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Pages;
using LiveOps.Leaderboard.Policies;
using LiveOps.Leaderboard.Ranks;

namespace LiveOps.Leaderboard.Boards;

/// <summary>A period that takes scores: its ranking, and beside it the entries of hidden players, which go on as if they were ranked.</summary>
internal sealed class OpenPeriod(Period period, RankTree ranks, bool descending) : OpenBounds(period), IStandings
{
    public RankTree Ranks { get; private set; } = ranks;

    /// <summary>Whether the ranking's keys are negated scores.</summary>
    public bool Descending { get; private set; } = descending;

    /// <summary>By player: key and time.</summary>
    public Dictionary<int, (long Key, long Time)> Hidden { get; private init; } = [];

    public CachedPages Pages { get; } = new();

    public int Total => Ranks.Count;

    /// <summary>How many scored, hidden or not.</summary>
    public int Rows => Ranks.Count + Hidden.Count;

    public int RankOf(int player) => Ranks.RankOf(player);

    public (long Key, long Time) EndOf(int rows)
    {
        if (rows > Ranks.Count)
            return CachedPage.Farthest;
        (Leaf leaf, int at) = Ranks.Select(rows - 1);
        return (leaf.Keys[at], leaf.Times[at]);
    }

    public void CopyTo(RowBuffer rows, int offset, int limit, IdTable players) => TreeRows.Copy(Ranks, offset, limit, Descending, players, rows);

    /// <summary>Folds a score into the player's entry. False when that changes nothing: the entry then keeps its time, and so its place.</summary>
    public bool Submit(BoardRules rules, int player, long score, long time, bool hidden)
    {
        bool known = hidden ? TryFindHidden(player, out long before) : Ranks.TryFindKey(player, out before);
        long combined = known ? rules.Combine(ScoreOf(before), score) : score;
        long key = KeyOf(combined);
        if (known && key == before)
            return false;
        if (hidden)
            Hidden[player] = (key, time);
        else if (Ranks.Set(player, key, time) is { } moved)
            Pages.Moved(moved, (key, time));
        else
            Pages.Clear();
        return true;
    }

    /// <summary>The same with other bounds, in the place of this one, whose pages say the old ones.</summary>
    public OpenPeriod EndingWith(Period bounds) => new(bounds, Ranks, Descending) { Hidden = Hidden };

    /// <summary>Removes a player's entry, hidden or not; false when there is none.</summary>
    public bool Remove(int player)
    {
        if (Hidden.Remove(player))
            return true;
        if (!Ranks.Remove(player))
            return false;
        Pages.Clear();
        return true;
    }

    /// <summary>A player's score and its time, hidden or not.</summary>
    public bool TryFindScore(int player, out long score, out long time)
    {
        (long Key, long Time) entry;
        bool found = Hidden.TryGetValue(player, out entry) || Ranks.TryFind(player, out entry.Key, out entry.Time);
        (score, time) = (ScoreOf(entry.Key), entry.Time);
        return found;
    }

    /// <summary>Takes a player out of the ranking, which closes up; the entry is kept.</summary>
    public void Hide(int player)
    {
        if (!Ranks.TryFind(player, out long key, out long time))
            return;
        Ranks.Remove(player);
        Hidden.Add(player, (key, time));
        Pages.Clear();
    }

    /// <summary>Puts a hidden player's entry back where it belongs.</summary>
    public void Show(int player)
    {
        if (!Hidden.Remove(player, out (long Key, long Time) entry))
            return;
        Ranks.Set(player, entry.Key, entry.Time);
        Pages.Clear();
    }

    /// <summary>Ranks the other way round from now on. Times still decide ties, earliest first.</summary>
    public void TurnAround()
    {
        var rows = new List<(long Key, long Time, int Player)>(Ranks.Count);
        for (Leaf? leaf = Ranks.First; leaf is not null; leaf = leaf.Next)
        {
            for (int at = 0; at < leaf.Count; at++)
                rows.Add((-leaf.Keys[at], leaf.Times[at], leaf.Players[at]));
        }

        rows.Sort();
        Ranks = new RankTree(rows.Count);
        foreach ((long key, long time, int player) in rows)
            Ranks.TryAppend(player, key, time);
        foreach ((int player, (long key, long time)) in Hidden.ToArray())
            Hidden[player] = (-key, time);
        Descending = !Descending;
        Pages.Clear();
    }

    public long ScoreOf(long key) => Descending ? -key : key;

    private long KeyOf(long score) => Descending ? -score : score;

    private bool TryFindHidden(int player, out long key)
    {
        bool found = Hidden.TryGetValue(player, out (long Key, long Time) entry);
        key = entry.Key;
        return found;
    }
}
