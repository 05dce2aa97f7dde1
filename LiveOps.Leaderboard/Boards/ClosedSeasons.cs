using LiveOps.Leaderboard.Policies;
using LiveOps.ServiceDefaults.Policies;

namespace LiveOps.Leaderboard.Boards;

/// <summary>
/// Why a policy is refused though it can be read: it has a season run that is closed, or cancels one that is closed with its champions. What is closed is not opened again: it is archived, its
/// champions are named, and its name is used.
/// </summary>
internal static class ClosedSeasons
{
    /// <summary>The seasons of rules about which has to be known whether they are closed, by their ids.</summary>
    public static IEnumerable<string> Asked(BoardRules rules, long at) =>
        rules.Calendar.Seasons.Where(season => season.Closes > at).Concat(rules.Cancelled).Select(season => season.Id);

    /// <summary>What is wrong with the rules of a board.</summary>
    /// <param name="board">The board's name.</param>
    /// <param name="track">Its seasons.</param>
    /// <param name="rules">The rules.</param>
    /// <param name="at">When they would come into force.</param>
    /// <param name="closed">Whether a period of a name is known to be closed, and whether it was cancelled; null where there is none.</param>
    public static IEnumerable<PolicyFault> Faults<T>(string board, PeriodTrack<T> track, BoardRules rules, long at, Func<string, bool?> closed)
        where T : OpenBounds
    {
        foreach (SeasonText text in rules.SeasonTexts ?? [])
        {
            bool isOpen = track.FindOpen(text.Id) is { } open && !MovedSeason.IsOver(open.Period, rules, at);
            if (isOpen)
                continue;
            bool? was = closed(text.Id) ?? (track.FindOpen(text.Id) is not null || track.WasClosed(text.Id) ? false : null);
            if (was is null)
                continue;
            if (text.Cancelled && was is false && closed(text.Id) is false)
                yield return Fault(text, $"the season {text.Id} of {board} is closed, with its champions, and cannot be cancelled any more");
            else if (!text.Cancelled && rules.Calendar.Seasons.Any(season => season.Id == text.Id && season.Closes > at))
                yield return Fault(text, $"the season {text.Id} of {board} is closed, and what is closed is not opened again: what follows it needs an id of its own");
        }
    }

    private static PolicyFault Fault(SeasonText text, string sentence) => new(text.Place, text.Line, sentence);
}
