using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Policies;

namespace LiveOps.Leaderboard.Stores;

/// <summary>What other leagues would do to the seasons that run, in sentences, for both stores.</summary>
internal static class LeagueEffects
{
    /// <summary>What another document does to a league that is played.</summary>
    /// <param name="league">Its name.</param>
    /// <param name="now">Its board, its window and its divisions now.</param>
    /// <param name="seasons">The seasons that run, and how many players are in each.</param>
    /// <param name="then">Its rules then; null when the document does not have it.</param>
    public static IEnumerable<string> Of(string league, (string Board, WindowKind Window, IReadOnlyList<string> Divisions) now, IEnumerable<(string Period, int Players)> seasons, LeagueRules? then)
    {
        bool isOver = then is null || then.Board != now.Board || then.Window != now.Window;
        foreach ((string period, int players) in isOver ? seasons : [])
        {
            yield return $"season {period} of {league}, with {players} players, "
                + (then is null ? "rests: nobody joins it, and unless the league is there again before it closes, nobody moves or earns anything; who is in which division is kept" : "is not played on: nobody moves, and nobody earns anything; the league goes on where the document has it now");
        }

        foreach (string gone in then is null ? [] : now.Divisions.Except(then.Divisions, StringComparer.Ordinal))
            yield return $"division {gone} of {league} is gone: whoever is in it is in the one at its place, or in the highest there is";
        if (then is not null && then.Divisions[0] is var lowest && now.Divisions[0] is var before && lowest != before)
            yield return $"the lowest division of {league} is {lowest}, not {before}: whoever has never risen is in it, but for the players of tables that are formed, who move from the division of their table when the season closes";
    }

    /// <summary>A league on a board that is not there, or has no such window, is no fault: the board may come. Nobody should have to find out by waiting.</summary>
    /// <param name="league">Its name.</param>
    /// <param name="rules">Its rules.</param>
    /// <param name="isThere">Whether the board is.</param>
    /// <param name="boards">The boards' rules.</param>
    public static IEnumerable<string> Missing(string league, LeagueRules rules, bool isThere, LeaderboardPolicy boards)
    {
        if (!isThere && !boards.Boards.ContainsKey(rules.Board))
        {
            yield return boards.OtherBoards
                ? $"{league} is of the board {rules.Board}, which is not there yet: it comes with the first score on it"
                : $"{league} is of the board {rules.Board}, which is not there, and only named boards may come: nobody plays until the boards' document names it";
        }

        if (!boards.RulesOf(rules.Board).Windows[(int)rules.Window])
            yield return $"{league} is of the {WindowKinds.Name(rules.Window)} window of {rules.Board}, which has none: nobody plays until it has";
    }
}
