using LiveOps.Core.Windows;
using LiveOps.Leaderboard.History;
using LiveOps.Leaderboard.Policies;

namespace LiveOps.Leaderboard.Boards;

/// <summary>One window of one board in memory: its periods, and the archives of the closed ones.</summary>
internal sealed class Track(WindowKind window) : PeriodTrack<OpenPeriod>(window)
{
    /// <summary>In the order they were closed.</summary>
    public List<Archive> Closed { get; } = [];

    /// <summary>The names of those that were cancelled.</summary>
    public HashSet<string> Cancelled { get; } = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public override bool WasClosed(string name) => base.WasClosed(name) || Closed.Exists(archive => PartNames.IsPart(archive.Period.Name, of: name));

    /// <summary>The period that takes a score of this time, opened when needed; null when there is none or it is over.</summary>
    /// <param name="rules">The board's.</param>
    /// <param name="occurred">When it was scored, not later than <paramref name="now"/>.</param>
    /// <param name="now">When it was accepted.</param>
    /// <param name="opened">Whether it was opened.</param>
    public OpenPeriod? Taking(BoardRules rules, long occurred, long now, out bool opened)
    {
        OpenPeriod? open = Taking(rules, occurred, now, out Period? missing);
        opened = missing is not null;
        if (missing is { } period)
            Add(open = new OpenPeriod(period, new Ranks.RankTree(), rules.Descending));
        return open;
    }

    /// <summary>Ends an open period at a moment; what is left of it is open, and empty.</summary>
    public void Split(OpenPeriod open, Period ended, Period left)
    {
        Open[Open.IndexOf(open)] = open.EndingWith(ended);
        Add(new OpenPeriod(left, new Ranks.RankTree(), open.Descending));
    }

    /// <summary>Gives an open period another end.</summary>
    /// <returns>The period in its place.</returns>
    public OpenPeriod Move(OpenPeriod open, Period bounds)
    {
        Open.Remove(open);
        OpenPeriod moved = open.EndingWith(bounds);
        Add(moved);
        return moved;
    }

    /// <summary>Puts an archive in the place of an open period; none when nobody is in it.</summary>
    /// <param name="open">The period.</param>
    /// <param name="archive">Its archive.</param>
    /// <param name="cancelled">Whether it was cancelled.</param>
    public void Close(OpenPeriod open, Archive? archive, bool cancelled)
    {
        Close(open);
        if (archive is null)
            return;
        Closed.Add(archive);
        if (cancelled)
            Cancelled.Add(archive.Period.Name);
    }
}
