using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Leagues;
using LiveOps.Leaderboard.Policies;
using LiveOps.Leaderboard.State;
using LiveOps.ServiceDefaults.Policies.Documents;

namespace LiveOps.Leaderboard.Stores.Memory;

/// <summary>What other leagues would do to the seasons that run, in sentences.</summary>
internal sealed class MemoryLeagueEffects(LeaderboardState state) : IPolicyEffects<LeaguesPolicy>
{
    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<string>> TellAsync(LeaguesPolicy policy, long at, CancellationToken cancellation)
    {
        lock (state.Gate)
        {
            return new([
                .. state.Leagues.All.Where(league => league.Rules is not null).SelectMany(league => Of(league, policy.Leagues.GetValueOrDefault(league.Name))),
                .. policy.Leagues.SelectMany(league => Missing(league.Key, league.Value)),
            ]);
        }
    }

    // A league on a board that is not there, or has no such window, is no fault: the board may come. Nobody should have to find out by waiting.
    private IEnumerable<string> Missing(string league, LeagueRules rules)
    {
        LeaderboardPolicy boards = state.Policy;
        if (Lookup.FindBoard(state, rules.Board, out _) is not null && !boards.Boards.ContainsKey(rules.Board))
        {
            yield return boards.OtherBoards
                ? $"{league} is of the board {rules.Board}, which is not there yet: it comes with the first score on it"
                : $"{league} is of the board {rules.Board}, which is not there, and only named boards may come: nobody plays until the boards' document names it";
        }

        if (!boards.RulesOf(rules.Board).Windows[(int)rules.Window])
            yield return $"{league} is of the {WindowKinds.Name(rules.Window)} window of {rules.Board}, which has none: nobody plays until it has";
    }

    private static IEnumerable<string> Of(League league, LeagueRules? rules)
    {
        bool isOver = rules is null || rules.Board != league.Rules!.Board || rules.Window != league.Rules.Window;
        foreach (LeagueSeason season in isOver ? league.Open : [])
        {
            yield return $"season {season.Period} of {league.Name}, with {season.CohortOf.Count} players, "
                + (rules is null ? "rests: nobody joins it, and unless the league is there again before it closes, nobody moves or earns anything; who is in which division is kept" : "is not played on: nobody moves, and nobody earns anything; the league goes on where the document has it now");
        }

        foreach (string gone in rules is null ? [] : league.Rules!.Divisions.Except(rules.Divisions, StringComparer.Ordinal))
            yield return $"division {gone} of {league.Name} is gone: whoever is in it is in the one at its place, or in the highest there is";
        if (rules is not null && rules.Divisions[0] is var lowest && league.Rules!.Divisions[0] is var before && lowest != before)
            yield return $"the lowest division of {league.Name} is {lowest}, not {before}: whoever has never risen is in it, but for the players of tables that are formed, who move from the division of their table when the season closes";
    }
}
