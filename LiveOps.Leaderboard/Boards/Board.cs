using LiveOps.Core.Windows;
using LiveOps.Leaderboard.History;
using LiveOps.Leaderboard.Policies;

namespace LiveOps.Leaderboard.Boards;

/// <summary>A board with all its windows.</summary>
internal sealed class Board(string name, BoardRules rules)
{
    public string Name { get; } = name;

    public BoardRules Rules { get; private set; } = rules;

    /// <summary>By <see cref="WindowKind"/>.</summary>
    public Track[] Tracks { get; } =
        [new(WindowKind.Daily), new(WindowKind.Weekly), new(WindowKind.Seasonal), new(WindowKind.All)];

    /// <summary>The hall of fame, oldest first.</summary>
    public List<Champions> Hall { get; } = [];

    /// <summary>How many scores changed an entry since counting began.</summary>
    public long Updates { get; set; }

    /// <summary>Puts other rules in force: for scores to come. A changed order turns what is open around, and a season that runs ends when they say.</summary>
    /// <param name="rules">The rules.</param>
    /// <param name="now">The time.</param>
    /// <param name="seasons">Gets what became of seasons.</param>
    /// <returns>The periods that are cancelled, which have ended and are to be closed.</returns>
    public List<OpenPeriod> Rule(BoardRules rules, long now, List<MovedSeason> seasons)
    {
        Rules = rules;
        Track seasonal = Tracks[(int)WindowKind.Seasonal];
        var cancelled = new List<OpenPeriod>();
        foreach ((OpenPeriod open, MovedSeason moved) in MovedSeason.Of(Name, seasonal, rules, now).ToArray())
        {
            OpenPeriod ended = seasonal.Move(open, moved.Is);
            seasons.Add(moved);
            if (moved.Cancelled)
                cancelled.Add(ended);
        }

        foreach (Track track in Tracks)
        {
            foreach (OpenPeriod open in track.Open)
            {
                if (open.Descending != rules.Descending)
                    open.TurnAround();
            }
        }

        return cancelled;
    }

    /// <summary>Drops the oldest closed periods until as many are kept, with as many rows, as the rules say.</summary>
    public void Forget()
    {
        foreach (Track track in Tracks)
        {
            while (track.Closed.Count > Rules.Keep[(int)track.Window])
                DropOldest(track);
        }

        while (Tracks.Sum(track => track.Closed.Sum(archive => (long)archive.Rows)) > Rules.KeepRows && WithOldest() is { } track)
            DropOldest(track);
        if (Hall.Count > Rules.KeepHall)
            Hall.RemoveRange(0, Hall.Count - Rules.KeepHall);
    }

    private void DropOldest(Track track)
    {
        Hall.Find(champions => champions.Archive == track.Closed[0])?.LetGo();
        track.Cancelled.Remove(track.Closed[0].Period.Name);
        track.Closed.RemoveAt(0);
    }

    // The newest closed period of a window is never the one to go.
    private Track? WithOldest() => Tracks.Where(track => track.Closed.Count > 1).MinBy(track => track.Closed[0].Period.Closes);
}
