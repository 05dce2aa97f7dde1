using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Policies;

namespace LiveOps.Leaderboard.Boards;

/// <summary>What rules would do to the season of a board that runs, in sentences.</summary>
internal static class SeasonEffects
{
    /// <param name="board">The board's name.</param>
    /// <param name="track">Its seasons.</param>
    /// <param name="rules">The rules.</param>
    /// <param name="now">The time.</param>
    /// <param name="at">When they would come into force.</param>
    public static IEnumerable<string> Of<T>(string board, PeriodTrack<T> track, BoardRules rules, long now, long at)
        where T : OpenBounds
    {
        foreach ((_, MovedSeason moved) in MovedSeason.Of(board, track, rules, at))
            yield return moved.Text(at);
        foreach (T open in track.Open.Where(open => MovedSeason.IsOver(open.Period, rules, at) && !MovedSeason.IsOver(open.Period, rules, now)))
        {
            if (rules.Calendar.Seasons.Any(season => season.Closes > at && PartNames.IsPart(open.Period.Name, of: season.Id)))
                yield return $"season {open.Period.Name} of {board} will have closed by then, {Time(open.Period.Closes)}, and stays closed, unless a version before extends it";
        }

        if (rules.SeasonTexts is null)
            yield break;
        foreach (T open in track.Open)
        {
            if (open.Period.Closes > at && !rules.SeasonTexts.Any(season => PartNames.IsPart(open.Period.Name, of: season.Id)))
                yield return $"season {open.Period.Name} of {board} is no more in the document: it runs to its end, {Time(open.Period.Closes)}";
        }
    }

    /// <summary>The seasons that rules have run on though they are closed: what came into force all the same, from a file or at a time that was set before.</summary>
    public static IEnumerable<string> StayingClosed<T>(string board, PeriodTrack<T> track, BoardRules rules, long now)
        where T : OpenBounds => rules.Calendar.Seasons
        .Where(season => season.Opens <= now && season.Closes > now && IsClosed(track, rules, season, now))
        .Select(season => $"season {season.Id} of {board} is closed and stays so, though the policy has it run until {Time(season.Closes)}");

    /// <summary>Whether a season is closed, or over and about to be.</summary>
    public static bool IsClosed<T>(PeriodTrack<T> track, BoardRules rules, Season season, long at)
        where T : OpenBounds => track.FindOpen(season.Id) is { } open ? MovedSeason.IsOver(open.Period, rules, at) : track.WasClosed(season.Id);

    private static string Time(long closes) => UnixTicks.ToUtc(closes).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
