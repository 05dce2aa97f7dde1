using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Boards;
using LiveOps.Leaderboard.Leagues;
using LiveOps.Leaderboard.Policies;
using LiveOps.Leaderboard.State;

namespace LiveOps.Leaderboard.Stores.Memory;

/// <summary>The leagues in this process, read from the state.</summary>
internal sealed class MemoryLeagueStore(LeaderboardState state, TimeProvider clock) : ILeagueStore
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
    public ValueTask<Answer<IReadOnlyList<LeaguePlace>>> PlacesAsync(string player)
    {
        string[] names;
        lock (state.Gate)
            names = [.. state.Leagues.All.Where(league => league.Rules is not null).Select(league => league.Name)];
        var places = new List<LeaguePlace>(names.Length);
        foreach (string name in names) // others come in between
        {
            lock (state.Gate)
            {
                int number = Lookup.FindPlayer(state, player);
                if (number >= 0 && !state.IsHidden(number) && state.Leagues.Find(name) is { } league)
                    places.Add(Place(league, number));
            }
        }

        return new(new Answer<IReadOnlyList<LeaguePlace>>(places, null));
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
        LeagueRules rules = league.Rules!;
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
