using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Policies;

namespace LiveOps.Leaderboard.Boards;

/// <summary>What rules would do to the season of a board that runs, in sentences.</summary>
internal static class SeasonEffects
{
    /// <param name="board">The board's name.</param>
    /// <param name="track">Its seasons.</param>
    /// <param name="rules">The rules.</param>
    /// <param name="at">When they would come into force.</param>
    public static IEnumerable<string> Of<T>(string board, PeriodTrack<T> track, BoardRules rules, long at)
        where T : OpenBounds
    {
        foreach ((_, MovedSeason moved) in MovedSeason.Of(board, track, rules, at))
            yield return moved.Text(at);
        if (rules.SeasonTexts is null)
            yield break;
        foreach (T open in track.Open)
        {
            if (open.Period.Closes > at && !rules.Calendar.Seasons.Any(season => PartNames.IsPart(open.Period.Name, of: season.Id)))
                yield return $"season {open.Period.Name} of {board} is no more in the document: it runs to its end, {UnixTicks.ToUtc(open.Period.Closes):yyyy-MM-dd'T'HH:mm:ss'Z'}";
        }
    }
}
