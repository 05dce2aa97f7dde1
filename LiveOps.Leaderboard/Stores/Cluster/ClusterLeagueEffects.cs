using LiveOps.Leaderboard.Policies;
using LiveOps.Leaderboard.Stores.Cluster.Cataloguing;
using LiveOps.Leaderboard.Stores.Cluster.Leagues;
using LiveOps.Leaderboard.Stores.Cluster.Sql;
using LiveOps.ServiceDefaults.Policies.Documents;
using LiveOps.ServiceDefaults.Sql;
using Microsoft.EntityFrameworkCore;

namespace LiveOps.Leaderboard.Stores.Cluster;

/// <summary>What other leagues would do to the seasons that run, by the newest catalogue.</summary>
internal sealed class ClusterLeagueEffects(SqlDatabase<LeaderboardContext> database, Catalogues catalogues, IPolicies<LeaderboardPolicy> boards) : IPolicyEffects<LeaguesPolicy>
{
    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<string>> TellAsync(LeaguesPolicy policy, long at, CancellationToken cancellation)
    {
        Catalogue catalogue = await catalogues.RefreshAsync(cancellation);
        LeaderboardPolicy rules = (await boards.BetweenAsync(at, at, cancellation)).At(at, out _)!;
        var seasons = await database.ReadAsync(
            "leagues",
            (context, token) => context.LeagueSeasons.Where(row => row.State == 0).OrderBy(row => row.Opens).ThenBy(row => row.Made)
                .Select(row => new { row.League, row.Period, Players = context.LeagueMembers.Count(member => member.League == row.League && member.Period == row.Period) }).ToArrayAsync(token),
            cancellation);
        return
        [
            .. catalogue.Leagues.Values.Where(league => league.IsPlayed).OrderBy(league => league.Name, StringComparer.Ordinal).SelectMany(league => LeagueEffects.Of(
                league.Name, (league.Board, league.Window, league.Divisions),
                seasons.Where(season => season.League == league.Id && catalogue.Periods.ContainsKey(season.Period)).Select(season => (catalogue.Periods[season.Period].Period.Name, season.Players)),
                policy.Leagues.GetValueOrDefault(league.Name))),
            .. catalogue.Leagues.Values.Where(league => policy.Leagues.TryGetValue(league.Name, out LeagueRules? then) && AreMoved(league.Divisions, then.Divisions))
                .Select(league => league.Name).Order(StringComparer.Ordinal)
                .Select(league => $"divisions of {league} have other places: scores on all boards wait while it is written for every player above the lowest, which of a million takes many seconds"),
            .. policy.Leagues.SelectMany(league => LeagueEffects.Missing(league.Key, league.Value, catalogue.Boards.ContainsKey(league.Value.Board), rules)),
        ];
    }

    private static bool AreMoved(IReadOnlyList<string> before, IReadOnlyList<string> after) => Enumerable.Range(0, before.Count).Any(place => place > 0 && LeagueRulings.PlaceOf(after, before[place], place) != place);
}
