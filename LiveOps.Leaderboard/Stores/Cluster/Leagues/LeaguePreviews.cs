using LiveOps.Leaderboard.Leagues;
using LiveOps.Leaderboard.Policies;
using LiveOps.Leaderboard.Stores.Cluster.Cataloguing;
using LiveOps.Leaderboard.Stores.Cluster.Sql;
using LiveOps.ServiceDefaults.Sql;
using LiveOps.ServiceDefaults.Stores;
using Microsoft.EntityFrameworkCore;

namespace LiveOps.Leaderboard.Stores.Cluster.Leagues;

/// <summary>What a close would do, by what it would go by: scores in the database, hidden players left out.</summary>
internal static class LeaguePreviews
{
    // Less than the time that a command has: one that is out of time would be tried again, and would count against the database that scores are applied to.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    /// <param name="database">The database.</param>
    /// <param name="query">What is asked for.</param>
    /// <param name="league">The league's number.</param>
    /// <param name="period">The season's period.</param>
    /// <param name="rules">The league's, with the divisions that it has in the database.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="StoreUnavailableException">The database cannot be had, or the season cannot be counted in the time that there is.</exception>
    public static async Task<LeaguePreview> ReadAsync(
        SqlDatabase<LeaderboardContext> database, PreviewQuery query, int league, StoredPeriod period, LeagueRules rules, CancellationToken cancellation)
    {
        using var time = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        time.CancelAfter(Longest);
        try
        {
            return await CountAsync(database, query, league, period, rules, time.Token);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new StoreUnavailableException("sql", "takes too long to count a season now", e);
        }
    }

    private static async Task<LeaguePreview> CountAsync(
        SqlDatabase<LeaderboardContext> database, PreviewQuery query, int league, StoredPeriod period, LeagueRules rules, CancellationToken cancellation)
    {
        (CohortSize[] found, int waiting) = await SizesAsync(database, league, period.Id, cancellation);
        // Of divisions that are fewer by now, the highest there is: the catalogue may be the one from before.
        CohortSize[] cohorts = Array.ConvertAll(found, cohort => cohort with { Division = Math.Min(cohort.Division, rules.Divisions.Count - 1) });
        var counts = new PreviewCounts(rules);
        foreach (CohortSize cohort in cohorts)
            counts.Add(cohort.Division, cohort.Size);
        CohortSize[] asked = [.. cohorts.Where(cohort => query.Division is not { } division || rules.Divisions[cohort.Division] == division)];
        CohortSize[] page = [.. asked.Skip(query.Offset).Take(query.Limit)];
        ILookup<long, CohortScore> scores = await ScoresAsync(database, league, period, [.. page.Select(cohort => cohort.No)], cancellation);
        return new LeaguePreview(query.League, period.Period, waiting, counts.Divisions, new Listed<CohortPreview>(asked.Length, Array.ConvertAll(page, Preview)));

        CohortPreview Preview(CohortSize cohort)
        {
            CohortScore[] ranked = [.. scores[cohort.No].Order()];
            return CohortPreview.Of(rules, cohort.No, cohort.Division, [.. ranked.Select((row, at) => new CohortRow(
                at + 1, row.Player, period.Board.ScoreOf(row.Key), row.Time, Zones.Of(rules, cohort.Division, at + 1, ranked.Length)))]);
        }
    }

    // A season that a document has ended is still there for a while, until it is swept; no close goes by it.
    private static Task<(CohortSize[] Cohorts, int Waiting)> SizesAsync(SqlDatabase<LeaderboardContext> database, int league, int period, CancellationToken cancellation) => database.ReadAsync<(CohortSize[], int)>(
        "leagues",
        async (context, token) =>
        {
            if (!await context.LeagueSeasons.AnyAsync(season => season.League == league && season.Period == period && season.State == 0, token))
                return ([], 0);
            LeagueCohortRow[] cohorts = await context.LeagueCohorts.Where(row => row.League == league && row.Period == period).OrderBy(row => row.No).ToArrayAsync(token);
            IQueryable<LeagueMemberRow> members = context.LeagueMembers.Where(member => member.League == league && member.Period == period);
            Dictionary<long, int> sizes = await members
                .Join(context.Scores, member => new { member.Period, member.Player }, score => new { score.Period, score.Player }, (member, score) => member)
                .Where(member => !context.Hidden.Any(hidden => hidden.Player == member.Player))
                .GroupBy(member => member.Cohort).Select(cohort => new { No = cohort.Key, Size = cohort.Count() }).ToDictionaryAsync(cohort => cohort.No, cohort => cohort.Size, token);
            int waiting = await members.CountAsync(member => member.Cohort == 0, token);
            return (Array.ConvertAll(cohorts, row => new CohortSize(row.No, row.Division, sizes.GetValueOrDefault(row.No))), waiting);
        },
        cancellation);

    private static Task<ILookup<long, CohortScore>> ScoresAsync(SqlDatabase<LeaderboardContext> database, int league, StoredPeriod period, List<long> cohorts, CancellationToken cancellation) => database.ReadAsync(
        "leagues",
        async (context, token) =>
        {
            var rows = await context.LeagueMembers.Where(member => member.League == league && member.Period == period.Id && cohorts.Contains(member.Cohort))
                .Join(context.Scores, member => new { member.Period, member.Player }, score => new { score.Period, score.Player }, (member, score) => new { member.Cohort, score.Player, score.Score, score.AchievedAt })
                .Where(row => !context.Hidden.Any(hidden => hidden.Player == row.Player)).ToArrayAsync(token);
            return rows.ToLookup(row => row.Cohort, row => new CohortScore(row.Player, period.Board.Descending ? -row.Score : row.Score, row.AchievedAt, 0));
        },
        cancellation);

    private sealed record CohortSize(long No, int Division, int Size);
}
