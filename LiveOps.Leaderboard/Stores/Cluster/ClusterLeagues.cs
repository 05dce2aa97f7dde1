using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Leagues;
using LiveOps.Leaderboard.Pages;
using LiveOps.Leaderboard.Policies;
using LiveOps.Leaderboard.Stores.Cluster.Cataloguing;
using LiveOps.Leaderboard.Stores.Cluster.Leagues;
using LiveOps.Leaderboard.Stores.Cluster.Redis;
using LiveOps.Leaderboard.Stores.Cluster.Sql;
using LiveOps.ServiceDefaults.Policies.Documents;
using LiveOps.ServiceDefaults.Sql;
using Microsoft.EntityFrameworkCore;

namespace LiveOps.Leaderboard.Stores.Cluster;

/// <summary>
/// The leagues of all replicas: who plays where from the database, tables off the board's ranking in Redis, one call each: so whoever is hidden, erased or has had their score removed is not in
/// one, and ties are decided as on the board. For c players of n that is O(c log n).
/// </summary>
internal sealed class ClusterLeagues(
    SqlDatabase<LeaderboardContext> database, Catalogues catalogues, SharedRanks ranks, IPolicies<LeaguesPolicy> policies, IPolicies<LeaderboardPolicy> boards, TimeProvider clock) : ILeagueStore
{
    /// <inheritdoc/>
    public async ValueTask<Answer<LeaguePlace>> PlaceAsync(string league, string player)
    {
        if (!policies.Current.Leagues.ContainsKey(league))
            return NotFound.League(league);
        Catalogue catalogue = await catalogues.GetAsync();
        Known known = await KnowAsync(player);
        if (catalogue.Hidden.Contains(player) || !(known.IsAnywhere || await HasScoredAsync(catalogue, player)))
            return NotFound.InLeague(player);
        return await PlaceAsync(catalogue, league, player, known);
    }

    /// <inheritdoc/>
    public async ValueTask<Answer<IReadOnlyList<LeaguePlace>>> PlacesAsync(string player)
    {
        Catalogue catalogue = await catalogues.GetAsync();
        Known known = await KnowAsync(player);
        if (policies.Current.Leagues.Count == 0 || catalogue.Hidden.Contains(player) || !(known.IsAnywhere || await HasScoredAsync(catalogue, player)))
            return new Answer<IReadOnlyList<LeaguePlace>>([], null);
        return new Answer<IReadOnlyList<LeaguePlace>>(await PlacesAsync(catalogue, policies.Current.Leagues.Keys.Order(StringComparer.Ordinal), player, known), null);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<LeaguePlace>> KnownAsync(string player)
    {
        Catalogue catalogue = await catalogues.RefreshAsync();
        Known known = await KnowAsync(player);
        return await PlacesAsync(
            catalogue, catalogue.Leagues.Values.Where(league => known.Divisions.ContainsKey(league.Id) || known.Cohorts.Any(one => one.League == league.Id)).Select(league => league.Name).Order(StringComparer.Ordinal), player, known);
    }

    /// <inheritdoc/>
    public async ValueTask<Answer<CohortPage>> CohortAsync(string league, long cohort)
    {
        if (!policies.Current.Leagues.TryGetValue(league, out LeagueRules? rules))
            return NotFound.League(league);
        Catalogue catalogue = await catalogues.GetAsync();
        if (!catalogue.Leagues.TryGetValue(league, out SharedLeague? found) || await CohortAsync(found.Id, cohort) is not { } row || !catalogue.Periods.TryGetValue(row.Period, out StoredPeriod? period))
            return NotFound.Cohort(league);
        return new CohortPage(league, NameOf(found, row.Division), cohort, period.Period, await RowsAsync(rules, row, period));
    }

    /// <inheritdoc/>
    public async ValueTask<Answer<PastSeasons>> HistoryAsync(string league, int offset, int limit)
    {
        if (!policies.Current.Leagues.ContainsKey(league))
            return NotFound.League(league);
        int id = (await catalogues.GetAsync()).Leagues.GetValueOrDefault(league)?.Id ?? 0;
        return await database.ReadAsync(
            "leagues",
            async (context, token) =>
            {
                IQueryable<LeaguePastRow> past = context.LeaguePast.Where(row => row.League == id);
                int total = await past.CountAsync(token);
                LeaguePastRow[] rows = await past.OrderByDescending(row => row.No).Skip(Math.Min(offset, total)).Take(limit).ToArrayAsync(token);
                return new PastSeasons(league, new Listed<PastSeason>(total, Array.ConvertAll(rows, row => new PastSeason(
                    new Period(row.Name, row.Opens, row.Closes), row.Players, row.Cohorts, row.Promoted, row.Relegated, row.Fallen, row.Cancelled != 0))));
            },
            default);
    }

    /// <inheritdoc/>
    public async ValueTask<Answer<LeaguePreview>> PreviewAsync(PreviewQuery query, CancellationToken cancellation)
    {
        if (!policies.Current.Leagues.TryGetValue(query.League, out LeagueRules? rules))
            return NotFound.League(query.League);
        Catalogue catalogue = await catalogues.GetAsync();
        if (Running(catalogue, rules, out StoredPeriod? open) is not { } period)
            return NotFound.Season(query.League);
        SharedLeague? found = catalogue.Leagues.GetValueOrDefault(query.League);
        rules = rules with { Divisions = found?.Divisions ?? rules.Divisions };
        if (query.Division is { } division && !rules.Divisions.Contains(division))
            return NotFound.Division(query.League, division);
        if (found is null || open is null)
            return new LeaguePreview(query.League, period, 0, new PreviewCounts(rules).Divisions, new Listed<CohortPreview>(0, []));
        return await LeaguePreviews.ReadAsync(database, query, found.Id, open, rules, cancellation);
    }

    /// <summary>The table of a cohort, best first.</summary>
    public async Task<CohortRow[]> RowsAsync(LeagueRules rules, LeagueCohortRow cohort, StoredPeriod period)
    {
        string[] players = await database.ReadAsync(
            "leagues",
            (context, token) => context.LeagueMembers.Where(row => row.League == cohort.League && row.Period == cohort.Period && row.Cohort == cohort.No).Select(row => row.Player).ToArrayAsync(token),
            default);
        if (players.Length == 0)
            return [];
        var rows = new RowBuffer();
        await ranks.AmongAsync(period, players, rows);
        return [.. rows.ToArray().Zip(rows.ToRewarded(), (row, reached) => (row.PlayerId, row.Score, reached.ReachedAt)).Select((row, at) => new CohortRow(
            at + 1, row.PlayerId, row.Score, row.ReachedAt, Zones.Of(rules, Math.Min(cohort.Division, rules.Divisions.Count - 1), at + 1, rows.Count)))];
    }

    private static string NameOf(SharedLeague league, int division) => league.Divisions[Math.Min(division, league.Divisions.Count - 1)];

    private async Task<List<LeaguePlace>> PlacesAsync(Catalogue catalogue, IEnumerable<string> leagues, string player, Known known)
    {
        var places = new List<LeaguePlace>();
        foreach (string league in leagues)
            places.Add(await PlaceAsync(catalogue, league, player, known));

        return places;
    }

    private async Task<LeaguePlace> PlaceAsync(Catalogue catalogue, string league, string player, Known known)
    {
        SharedLeague? found = catalogue.Leagues.GetValueOrDefault(league); // none where no replica has put it in force yet, which takes a moment
        int division = found is null ? 0 : known.Divisions.GetValueOrDefault(found.Id);
        if (!policies.Current.Leagues.TryGetValue(league, out LeagueRules? rules))
            return new LeaguePlace(league, NameOf(found!, division), null, null, null, 0); // it rests
        Period? period = Running(catalogue, rules, out StoredPeriod? open);
        if (found is null || open is null || known.Cohorts.FirstOrDefault(one => one.League == found.Id && one.Period == open.Id) is not { } cohort)
            return new LeaguePlace(league, found is null ? rules.Divisions[0] : NameOf(found, division), period, null, null, 0);
        CohortRow[] rows = await RowsAsync(rules, cohort, open);
        return new LeaguePlace(league, NameOf(found, cohort.Division), period, cohort.No, Array.Find(rows, row => row.PlayerId == player), rows.Length);
    }

    private Period? Running(Catalogue catalogue, LeagueRules rules, out StoredPeriod? open)
    {
        open = null;
        LeaderboardPolicy policy = boards.Current;
        BoardRules own = policy.RulesOf(rules.Board);
        if (!own.Windows[(int)rules.Window])
            return null;
        return catalogue.Boards.TryGetValue(rules.Board, out SharedBoard? board)
            ? board.Tracks[(int)rules.Window].At(board.Rules(policy), clock.Now(), out open)
            : own.Calendar.At(rules.Window, clock.Now());
    }

    private Task<LeagueCohortRow?> CohortAsync(int league, long cohort) => database.ReadAsync(
        "leagues",
        (context, token) => context.LeagueCohorts.SingleOrDefaultAsync(
            row => row.League == league && row.No == cohort && context.LeagueSeasons.Any(season => season.League == league && season.Period == row.Period && season.State == 0), token),
        default);

    private Task<Known> KnowAsync(string player) => database.ReadAsync(
        "leagues",
        async (context, token) => new Known(
            await context.LeagueDivisions.Where(row => row.Player == player).ToDictionaryAsync(row => row.League, row => row.Division, token),
            await context.LeagueMembers.Where(row => row.Player == player)
                .Join(context.LeagueCohorts, member => new { member.League, No = member.Cohort }, cohort => new { cohort.League, cohort.No }, (member, cohort) => cohort)
                .Where(cohort => context.LeagueSeasons.Any(season => season.League == cohort.League && season.Period == cohort.Period && season.State == 0)).ToArrayAsync(token)),
        default);

    // Whoever has an entry on a board of a league, or a past one on any board. Anybody may ask, and for any id: of all boards there may be thousands of periods.
    private Task<bool> HasScoredAsync(Catalogue catalogue, string player)
    {
        HashSet<string> played = [.. policies.Current.Leagues.Values.Select(league => league.Board), .. catalogue.Leagues.Values.Select(league => league.Board)];
        List<int> periods = [.. catalogue.Periods.Values.Where(period => played.Contains(period.Board.Name)).Select(period => period.Id)];
        return database.ReadAsync(
            "leagues",
            async (context, token) => await context.Archived.AnyAsync(row => row.Player == player, token) || await context.Scores.AnyAsync(row => row.Player == player && periods.Contains(row.Period), token),
            default);
    }

    private sealed record Known(Dictionary<int, int> Divisions, LeagueCohortRow[] Cohorts)
    {
        public bool IsAnywhere => Divisions.Count > 0 || Cohorts.Length > 0;
    }
}
