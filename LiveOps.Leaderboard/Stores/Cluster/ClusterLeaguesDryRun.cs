using LiveOps.Core.Problems;
using LiveOps.Leaderboard.Leagues;
using LiveOps.Leaderboard.Policies;
using LiveOps.Leaderboard.Stores.Cluster.Cataloguing;
using LiveOps.Leaderboard.Stores.Cluster.Sql;
using LiveOps.ServiceDefaults.Policies.Documents;
using LiveOps.ServiceDefaults.Policies.DryRuns;
using LiveOps.ServiceDefaults.Sql;
using Microsoft.EntityFrameworkCore;

namespace LiveOps.Leaderboard.Stores.Cluster;

/// <summary>Tries other leagues on the seasons that run: whose zone would be another. Cohorts come from the database a hundred at a time, tables from Redis, one call each.</summary>
internal sealed class ClusterLeaguesDryRun(SqlDatabase<LeaderboardContext> database, Catalogues catalogues, ClusterLeagues leagues, IPolicies<LeaguesPolicy> policies) : IPolicyDryRun<LeaguesPolicy>
{
    private const int Chunk = 100;

    /// <inheritdoc/>
    public async Task<Problem?> TryAsync(LeaguesPolicy policy, DryRun run)
    {
        Catalogue catalogue = await catalogues.RefreshAsync();
        LeaguesPolicy now = policies.Current;
        foreach (SharedLeague league in catalogue.Leagues.Values.Where(league => league.IsPlayed).OrderBy(league => league.Name, StringComparer.Ordinal))
        {
            if (now.Leagues.TryGetValue(league.Name, out LeagueRules? rules) && await FirstAsync(league.Id) is { } first && catalogue.Periods.TryGetValue(first, out StoredPeriod? period))
                await TryAsync(league, period, rules, policy.Leagues.GetValueOrDefault(league.Name), run);
        }

        return null;
    }

    private async Task TryAsync(SharedLeague league, StoredPeriod period, LeagueRules now, LeagueRules? then, DryRun run)
    {
        bool isPlayed = then is not null && league.IsOf(then.Board, then.Window);
        LeagueCohortRow[] cohorts;
        long last = 0;
        do
        {
            cohorts = await CohortsAsync(league.Id, period.Id, last);
            foreach (LeagueCohortRow cohort in cohorts)
            {
                if (run.IsOver())
                    return;
                CohortRow[] rows = await leagues.RowsAsync(now, cohort, period);
                foreach (CohortRow row in rows)
                    ZoneChanges.Note(run.Change("zone", league.Name), row.PlayerId, row.Zone, isPlayed ? Zones.Of(then!, cohort.Division, row.Rank, rows.Length) : null);
                last = cohort.No;
                await run.BreatheAsync();
            }
        }
        while (cohorts.Length == Chunk);
    }

    private Task<int?> FirstAsync(int league) => database.ReadAsync(
        "leagues",
        (context, token) => context.LeagueSeasons.Where(row => row.League == league && row.State == 0).OrderBy(row => row.Opens).ThenBy(row => row.Made).Select(row => (int?)row.Period).FirstOrDefaultAsync(token),
        default);

    private Task<LeagueCohortRow[]> CohortsAsync(int league, int period, long last) => database.ReadAsync(
        "leagues",
        (context, token) => context.LeagueCohorts.Where(row => row.League == league && row.Period == period && row.No > last).OrderBy(row => row.No).Take(Chunk).ToArrayAsync(token),
        default);
}
