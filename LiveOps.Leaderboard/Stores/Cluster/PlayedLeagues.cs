using LiveOps.Leaderboard.Stores.Cluster.Cataloguing;
using LiveOps.Leaderboard.Stores.Cluster.Counts;
using LiveOps.Leaderboard.Stores.Cluster.Sql;
using LiveOps.ServiceDefaults.Sql;
using Microsoft.EntityFrameworkCore;

namespace LiveOps.Leaderboard.Stores.Cluster;

/// <summary>What metrics tell of leagues: who plays where is of all replicas, who was moved of this one's steps.</summary>
internal sealed class PlayedLeagues(SqlDatabase<LeaderboardContext> database, ClusterCounts counts)
{
    /// <summary>By name, those that rest too.</summary>
    public async Task<IReadOnlyList<LeagueCounts>> CountAsync(Catalogue catalogue)
    {
        if (catalogue.Leagues.Count == 0)
            return [];
        var cohorts = await database.ReadAsync(
            "leagues",
            async (context, token) =>
            {
                LeagueSeasonRow[] seasons = await context.LeagueSeasons.Where(row => row.State == 0 && row.Waits == 0).OrderByDescending(row => row.Opens).ThenByDescending(row => row.Made).ToArrayAsync(token);
                List<int> running = [.. seasons.DistinctBy(season => season.League).Select(season => season.Period)];
                return await context.LeagueCohorts.Where(row => running.Contains(row.Period)).GroupBy(row => new { row.League, row.Division })
                    .Select(group => new { group.Key.League, group.Key.Division, Count = group.Count(), Taken = group.Sum(row => row.Taken) }).ToArrayAsync(token);
            },
            default);
        return [.. catalogue.Leagues.Values.OrderBy(league => league.Name, StringComparer.Ordinal).Select(league => new LeagueCounts(
            league.Name, league.IsPlayed, league.Divisions, cohorts.Where(one => one.League == league.Id).Sum(one => one.Count),
            cohorts.Where(one => one.League == league.Id && one.Division < league.Divisions.Count).ToDictionary(one => one.Division, one => one.Taken),
            counts.Moves.GetValueOrDefault((league.Name, "promoted")), counts.Moves.GetValueOrDefault((league.Name, "relegated")), counts.Moves.GetValueOrDefault((league.Name, "fallen"))))];
    }
}
