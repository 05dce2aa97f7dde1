using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Policies;

namespace LiveOps.Leaderboard.Boards;

/// <summary>Which periods of one window of one board take scores (one, and during the grace the one before it), and which are over.</summary>
internal class PeriodTrack<T>(WindowKind window)
    where T : OpenBounds
{
    public WindowKind Window { get; } = window;

    /// <summary>In order of their closing.</summary>
    public List<T> Open { get; } = [];

    /// <summary>The end of the period closed last: nothing before it is open, or opens again.</summary>
    public long ClosedThrough { get; set; } = long.MinValue;

    /// <summary>The name of the period closed last. A name is used once, also when a new time zone would give it again.</summary>
    public string? ClosedLast { get; set; }

    /// <summary>The open period that takes a score of this time; null when there is none.</summary>
    /// <param name="rules">The board's.</param>
    /// <param name="occurred">When it was scored, not later than <paramref name="now"/>.</param>
    /// <param name="now">When it was accepted.</param>
    /// <param name="missing">The period that would take it, but has to be opened first.</param>
    public T? Taking(BoardRules rules, long occurred, long now, out Period? missing)
    {
        missing = null;
        // The board of a live event may have an open period of before it was one, which takes nothing now: only the event's own does.
        if (rules.Events is null && Containing(occurred) is { } containing)
            return containing;
        if (occurred < ClosedThrough || rules.Calendar.At(Window, occurred) is not { } period || IsOver(period, rules.Grace, now))
            return null;
        if (FindOpen(period.Name) is { } begun)
            return begun; // it began under another calendar and keeps the bounds it began with
        missing = period;
        return null;
    }

    /// <summary>
    /// The period of a moment as readers see it: what is open, and the bounds also when nobody has scored in it yet. Null between seasons; a season that has ended, or is closed,
    /// does not run, whatever its rules say by now.
    /// </summary>
    public Period? At(BoardRules rules, long now, out T? open)
    {
        open = rules.Events is null ? Containing(now) : null;
        if (open is not null)
            return open.Period;
        if (rules.Calendar.At(Window, now) is not { } period)
            return null;
        open = FindOpen(period.Name);
        if (Window != WindowKind.Seasonal)
            return open?.Period ?? period;
        if (open is null)
            return WasClosed(period.Name) ? null : period;
        if (open.Period.Closes <= now)
            open = null;
        return open?.Period;
    }

    /// <summary>Whether a period of a name, or a part of it, was closed, as far as that is remembered: it does not open again.</summary>
    public virtual bool WasClosed(string name) => PartNames.IsPart(ClosedLast, of: name);

    /// <summary>The open period of a name, or the latest part of it; null when nobody has scored in it.</summary>
    public T? FindOpen(string name) => Open.FindLast(open => PartNames.IsPart(open.Period.Name, of: name));

    /// <summary>Adds an open period where it belongs: of two that end at once, behind the one that was there.</summary>
    public void Add(T open)
    {
        int at = Open.Count;
        while (at > 0 && Open[at - 1].Period.Closes > open.Period.Closes)
            at--;
        Open.Insert(at, open);
    }

    /// <summary>Closes an open period.</summary>
    public void Close(T open)
    {
        Open.Remove(open);
        ClosedThrough = Math.Max(ClosedThrough, open.Period.Closes);
        ClosedLast = open.Period.Name;
    }

    private T? Containing(long instant)
    {
        for (int i = Open.Count - 1; i >= 0; i--)
        {
            if (Open[i].Period.Contains(instant))
                return Open[i];
        }

        return null;
    }

    private bool IsOver(Period period, long grace, long now) =>
        now - grace >= period.Closes || period.Closes <= ClosedThrough || WasClosed(period.Name);
}
