using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Boards;
using LiveOps.Leaderboard.Leagues;
using LiveOps.Leaderboard.Policies;
using LiveOps.Leaderboard.State;

namespace LiveOps.Leaderboard.Stores.Memory;

/// <summary>The leagues in this process, read from the state.</summary>
internal sealed partial class MemoryLeagueStore(LeaderboardState state, TimeProvider clock) : ILeagueStore
{
    /// <inheritdoc/>
    public ValueTask<Answer<LeaguePlace>> PlaceAsync(string league, string player)
    {
        lock (state.Gate)
        {
            if (state.Leagues.Find(league) is not { } found)
                return new(NotFound.League(league));
            int number = Lookup.FindPlayer(state, player);
            return number < 0 || state.IsHidden(number) ? new(NotFound.InLeague(player)) : new(Place(found, number));
        }
    }

    /// <inheritdoc/>
    public ValueTask<Answer<IReadOnlyList<LeaguePlace>>> PlacesAsync(string player) =>
        new(new Answer<IReadOnlyList<LeaguePlace>>(Places(player, (league, number) => league.Rules is not null && !state.IsHidden(number)), null));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<LeaguePlace>> KnownAsync(string player) =>
        new(Places(player, (league, number) => league.DivisionOf(number) > 0 || league.Open.Exists(season => season.Of(number) is not null)));

    private List<LeaguePlace> Places(string player, Func<League, int, bool> where)
    {
        League[] leagues;
        lock (state.Gate)
            leagues = [.. state.Leagues.All];
        var places = new List<LeaguePlace>(leagues.Length);
        foreach (League league in leagues) // others come in between
        {
            lock (state.Gate)
            {
                int number = Lookup.FindPlayer(state, player);
                if (number >= 0 && where(league, number))
                    places.Add(Place(league, number));
            }
        }

        return places;
    }

    /// <inheritdoc/>
    public ValueTask<Answer<CohortPage>> CohortAsync(string league, long cohort)
    {
        CohortRows? rows = null;
        string division = "";
        Period ofPeriod = default;
        lock (state.Gate)
        {
            if (state.Leagues.Find(league) is not { } found)
                return new(NotFound.League(league));
            foreach (LeagueSeason season in found.Open)
            {
                if (season.Find(cohort) is not { } of || Ranking(found, season) is not { } period)
                    continue;
                rows = new CohortRows(found.Rules!, of, period, state.Players);
                (division, ofPeriod) = (found.Rules!.Divisions[of.Division], period.Period);
                break;
            }
        }

        return rows is null ? new(NotFound.Cohort(league)) : new(new CohortPage(league, division, cohort, ofPeriod, rows.ToTable()));
    }

    /// <inheritdoc/>
    public ValueTask<Answer<PastSeasons>> HistoryAsync(string league, int offset, int limit)
    {
        lock (state.Gate)
        {
            return state.Leagues.Find(league) is not { } found
                ? new(NotFound.League(league))
                : new(new PastSeasons(league, new Listed<PastSeason>(found.Past.Count, [.. found.Past.AsEnumerable().Reverse().Skip(offset).Take(limit)])));
        }
    }

    private LeaguePlace Place(League league, int player)
    {
        if (league.Rules is not { } rules)
            return new LeaguePlace(league.Name, league.Divisions[league.DivisionOf(player)], null, null, null, 0); // it rests
        Period? period = Running(rules, out OpenPeriod? open);
        Cohort? cohort = open is null ? null : league.Find(open.Period.Name)?.Of(player);
        string division = rules.Divisions[cohort?.Division ?? league.DivisionOf(player)];
        if (cohort is null)
            return new LeaguePlace(league.Name, division, period, null, null, 0);
        CohortRow? row = CohortTable.Find(cohort, open!, player, out int size) is { } ranked
            ? new CohortRow(ranked.Rank, state.Players.Text(player), open!.ScoreOf(ranked.Key), ranked.Time, Zones.Of(rules, cohort.Division, ranked.Rank, size))
            : null;
        return new LeaguePlace(league.Name, division, period, cohort.Number, row, size);
    }

    private OpenPeriod? Ranking(League league, LeagueSeason season) => Track(league.Rules!)?.Open.Find(open => open.Period.Name == season.Period);

    private Track? Track(LeagueRules rules) => Lookup.FindBoard(state, rules.Board, out Board board) is null ? board.Tracks[(int)rules.Window] : null;

    private Period? Running(LeagueRules rules, out OpenPeriod? open)
    {
        open = null;
        long now = clock.Now();
        BoardRules board = state.Policy.RulesOf(rules.Board);
        if (!board.Windows[(int)rules.Window])
            return null;
        return Track(rules) is { } track ? track.At(board, now, out open) : board.Calendar.At(rules.Window, now);
    }
}
