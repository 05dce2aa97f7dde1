using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Boards;
using LiveOps.Leaderboard.Policies;
using LiveOps.Leaderboard.Stores.Cluster.Cataloguing;
using LiveOps.Leaderboard.Stores.Cluster.Sql;
using LiveOps.ServiceDefaults.Sql;

namespace LiveOps.Leaderboard.Stores.Cluster.Leagues;

/// <summary>The statements that have leagues close with periods of their board: what is to be found out of each stands there from the closing on, with the rules of then.</summary>
internal static class LeagueClosingSteps
{
    /// <param name="catalogue">The catalogue of the step.</param>
    /// <param name="periods">Which, in the order in which they are closed, each with the end that it has.</param>
    /// <param name="policy">The rules of when a period fell due.</param>
    /// <param name="isCancelled">Whether they are cancelled.</param>
    /// <param name="now">The time.</param>
    public static (string, SqlInput)[] Of(Catalogue catalogue, IReadOnlyList<(StoredPeriod Period, long Closes)> periods, Func<StoredPeriod, LeaguesPolicy> policy, bool isCancelled, long now)
    {
        var steps = new List<(string, SqlInput)>();
        var closed = new HashSet<StoredPeriod>();
        foreach ((StoredPeriod period, long closes) in catalogue.Leagues.Count == 0 ? [] : periods)
        {
            closed.Add(period);
            bool goesOn = period.Board.Tracks[(int)period.Window].Open.Exists(open => !closed.Contains(open) && PartNames.IsPart(open.Period.Name, of: period.Period.Name));
            Period bounds = period.Period with { Closes = closes };
            foreach ((SharedLeague league, LeagueRules? rules) in Closing(catalogue, period, policy(period)))
            {
                string content = new LeagueToClose(bounds.Name, bounds.Opens, bounds.Closes, isCancelled, goesOn, now, period.Board.Descending, rules).ToText();
                long number = (catalogue.Version << ClosingSteps.NumberBits) + steps.Count;
                steps.Add(("league_closing_add", Json.LeagueSeason(league.Id, period.Id, json =>
                {
                    json.WriteNumber("no", number);
                    json.WriteString("c", content);
                })));
            }
        }

        return [.. steps];
    }

    // Those that were played in it by then, and those that would be if they did not rest.
    private static IEnumerable<(SharedLeague League, LeagueRules? Rules)> Closing(Catalogue catalogue, StoredPeriod period, LeaguesPolicy policy)
    {
        foreach (SharedLeague league in catalogue.Leagues.Values.OrderBy(league => league.Name, StringComparer.Ordinal))
        {
            LeagueRules? rules = policy.Leagues.GetValueOrDefault(league.Name) is { } own && own.Board == period.Board.Name && own.Window == period.Window ? own : null;
            if (rules is not null || league.IsOf(period.Board.Name, period.Window))
                yield return (league, rules);
        }
    }
}
