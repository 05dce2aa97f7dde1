using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Policies;

namespace LiveOps.Leaderboard.Boards;

/// <summary>What a changed policy did to a season that runs.</summary>
/// <param name="Board">Whose.</param>
/// <param name="Was">The season, or the part of it that runs, as it was.</param>
/// <param name="Is">The same with its new end.</param>
internal sealed record MovedSeason(string Board, Period Was, Period Is)
{
    /// <summary>In words, for the log.</summary>
    /// <param name="now">When it was done.</param>
    public string Text(long now) => Is.Closes <= now
        ? $"season {Was.Name} of {Board} has ended at {Time(Is)}; it was to run until {Time(Was)}, and the policy ends it in the past, which changes no score that counts already"
        : $"season {Was.Name} of {Board} {(Is.Closes > Was.Closes ? "is extended" : "is shortened")}: it runs until {Time(Is)}, not {Time(Was)}";

    /// <summary>
    /// The seasons of a board that take scores and that its rules end at another time now, by their ids. One that is not closed yet, though it has ended, is extended as one
    /// that runs. An end that is past by now is now: no score that counts is later than it. What a season was rolled over into before its time ends with it.
    /// </summary>
    public static IEnumerable<(T Open, MovedSeason Moved)> Of<T>(string board, PeriodTrack<T> track, BoardRules rules, long now)
        where T : OpenBounds
    {
        foreach (Season season in rules.Calendar.Seasons)
        {
            if (track.FindOpen(season.Id) is not { } open)
                continue;
            long closes = season.Closes > now ? season.Closes : Math.Min(open.Period.Closes, Math.Max(now - now % UnixTicks.PerMillisecond, open.Period.Opens + UnixTicks.PerMillisecond));
            if (closes != open.Period.Closes)
                yield return (open, new MovedSeason(board, open.Period, open.Period with { Closes = closes }));
        }
    }

    private static string Time(Period period) => UnixTicks.ToUtc(period.Closes).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
