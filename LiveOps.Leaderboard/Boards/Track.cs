using LiveOps.Core.Windows;
using LiveOps.Leaderboard.History;
using LiveOps.Leaderboard.Policies;

namespace LiveOps.Leaderboard.Boards;

/// <summary>One window of one board: the periods that take scores (one, and during the grace the one before it), and the closed ones.</summary>
internal sealed class Track(WindowKind window)
{
    public WindowKind Window { get; } = window;

    /// <summary>In order of their closing.</summary>
    public List<OpenPeriod> Open { get; } = [];

    /// <summary>In the order they were closed.</summary>
    public List<Archive> Closed { get; } = [];

    /// <summary>The end of the period closed last: nothing before it is open, or opens again.</summary>
    public long ClosedThrough { get; set; } = long.MinValue;

    /// <summary>The name of the period closed last. A name is used once, also when a new time zone would give it again.</summary>
    public string? ClosedLast { get; set; }

    /// <summary>The period that takes a score of this time, opened when needed; null when there is none or it is over.</summary>
    /// <param name="rules">The board's.</param>
    /// <param name="occurred">When it was scored, not later than <paramref name="now"/>.</param>
    /// <param name="now">When it was accepted.</param>
    /// <param name="opened">Whether it was opened.</param>
    public OpenPeriod? Taking(BoardRules rules, long occurred, long now, out bool opened)
    {
        opened = false;
        if (Containing(occurred) is { } containing)
            return containing;
        if (occurred < ClosedThrough || rules.Calendar.At(Window, occurred) is not { } period || IsOver(period, rules.Grace, now))
            return null;
        if (FindOpen(period.Name) is { } begun)
            return begun; // it began under another calendar and keeps the bounds it began with
        opened = true;
        var standings = new OpenPeriod(period, new Ranks.RankTree(), rules.Descending);
        int at = Open.Count;
        while (at > 0 && Open[at - 1].Period.Closes > period.Closes)
            at--;
        Open.Insert(at, standings);
        return standings;
    }

    /// <summary>The period of a moment as readers see it: what is open, and the bounds also when nobody has scored in it yet. Null between seasons.</summary>
    public Period? At(BoardRules rules, long now, out OpenPeriod? open)
    {
        open = Containing(now);
        if (open is not null)
            return open.Period;
        if (rules.Calendar.At(Window, now) is not { } period)
            return null;
        open = FindOpen(period.Name);
        return open?.Period ?? period;
    }

    /// <summary>The open period of a name; null when nobody has scored in it.</summary>
    public OpenPeriod? FindOpen(string name) => Open.Find(open => open.Period.Name == name);

    /// <summary>Puts an archive in the place of an open period; none when nobody is in it.</summary>
    public void Close(OpenPeriod open, Archive? archive)
    {
        Open.Remove(open);
        ClosedThrough = Math.Max(ClosedThrough, open.Period.Closes);
        ClosedLast = open.Period.Name;
        if (archive is not null)
            Closed.Add(archive);
    }

    private OpenPeriod? Containing(long instant)
    {
        for (int i = Open.Count - 1; i >= 0; i--)
        {
            if (Open[i].Period.Contains(instant))
                return Open[i];
        }

        return null;
    }

    private bool IsOver(Period period, long grace, long now) =>
        now - grace >= period.Closes || period.Closes <= ClosedThrough || period.Name == ClosedLast;
}
