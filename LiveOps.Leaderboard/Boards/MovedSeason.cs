using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Policies;

namespace LiveOps.Leaderboard.Boards;

/// <summary>What a changed policy did to a season that runs.</summary>
/// <param name="Board">Whose.</param>
/// <param name="Was">The season, or the part of it that runs, as it was.</param>
/// <param name="Is">The same with its new end.</param>
/// <param name="Cancelled">Whether it is cancelled: closed at once, without a grace and without champions.</param>
internal sealed record MovedSeason(string Board, Period Was, Period Is, bool Cancelled = false)
{
    /// <summary>In words, for the log.</summary>
    /// <param name="now">When it was done.</param>
    public string Text(long now)
    {
        if (Cancelled)
            return $"season {Was.Name} of {Board} is cancelled: it has ended at {Time(Is)}{Instead}, takes no more scores, and has no champions";
        if (Is.Closes <= now)
            return $"season {Was.Name} of {Board} has ended at {Time(Is)}{(Instead.Length == 0 ? "" : $"; it was to run until {Time(Was)}")}, and the policy ends it in the past, which changes no score that counts already";
        string gap = Was.Closes <= now ? "; it had ended, and what was scored since then does not count in it" : "";
        return $"season {Was.Name} of {Board} {(Is.Closes > Was.Closes ? "is extended" : "is shortened")}: it runs until {Time(Is)}{Instead}{gap}";
    }

    /// <summary>
    /// The seasons of a board that take scores and that its rules end at another time now, by their ids. One that is not closed yet, though it has ended, is extended as one
    /// that runs, while its grace lasts. An end that is past by now is now: no score that counts is later than it. What a season was rolled over into before its time ends with it; cancelled
    /// are all of its parts that take scores.
    /// </summary>
    /// <param name="board">The board's name.</param>
    /// <param name="track">Its seasons.</param>
    /// <param name="rules">Its rules.</param>
    /// <param name="now">The time.</param>
    /// <param name="since">Since when the rules are in force, where that is earlier: what was over by then stays so.</param>
    public static IEnumerable<(T Open, MovedSeason Moved)> Of<T>(string board, PeriodTrack<T> track, BoardRules rules, long now, long since = long.MaxValue)
        where T : OpenBounds
    {
        since = Math.Min(since, now);
        foreach (Season season in rules.Calendar.Seasons)
        {
            if (track.FindOpen(season.Id) is not { } open || IsOver(open.Period, rules, since))
                continue;
            long closes = season.Closes > now ? season.Closes : End(open.Period, now);
            if (closes != open.Period.Closes)
                yield return (open, new MovedSeason(board, open.Period, open.Period with { Closes = closes }));
        }

        foreach (Season season in rules.Cancelled)
        {
            foreach (T open in track.Open.Where(open => PartNames.IsPart(open.Period.Name, of: season.Id) && !IsOver(open.Period, rules, since)))
                yield return (open, new MovedSeason(board, open.Period, open.Period with { Closes = End(open.Period, now) }, Cancelled: true));
        }
    }

    /// <summary>Whether a period that is open takes no more scores: it is closed as it is.</summary>
    public static bool IsOver(Period period, BoardRules rules, long at) => period.Closes != long.MaxValue && period.Closes + rules.Grace <= at;

    // Where it is another second: it is not told finer.
    private string Instead => Time(Is) == Time(Was) ? "" : $", not {Time(Was)}";

    private static long End(Period period, long now) => Math.Min(period.Closes, Math.Max(now - now % UnixTicks.PerMillisecond, period.Opens + UnixTicks.PerMillisecond));

    private static string Time(Period period) => UnixTicks.ToUtc(period.Closes).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
