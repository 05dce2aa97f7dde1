using System.Data.Common;
using LiveOps.ServiceDefaults.Sql;

namespace LiveOps.Leaderboard.Stores.Cluster.Leagues;

/// <summary>
/// Puts players into cohorts, within one transaction that has locked the leagues' rows: cohorts fill in order, and of each division the last one takes players. What is given out (numbers of
/// cohorts and places) and who came where is written at the end, in one round trip.
/// </summary>
internal sealed class Seating
{
    private readonly Dictionary<int, (long Number, long Seat)> _last = [];
    private readonly HashSet<int> _given = [];
    private readonly Dictionary<(int League, int Period, int Division), (long Number, int Taken)> _filling = [];
    private readonly SortedDictionary<(int League, long Number), (int Period, int Division, int Taken)> _cohorts = [];
    private readonly List<(int League, int Period, string Player, long Cohort, long Seat)> _members = [];

    /// <summary>Takes note of a league's row: the numbers that were given last.</summary>
    public void AddLeague(DbDataReader row) => _last[row.GetInt32(0)] = (row.GetInt64(1), row.GetInt64(2));

    /// <summary>What reads the cohorts that take players of divisions.</summary>
    public static (string, SqlInput) Reads(IEnumerable<(int League, int Period, int Division)> of) => ("league_filling", SqlBatch.Many([.. of], static (json, one) =>
    {
        json.WriteNumber("l", one.League);
        json.WriteNumber("p", one.Period);
        json.WriteNumber("d", one.Division);
    }));

    /// <summary>Loads what <see cref="Reads"/> reads.</summary>
    public async Task LoadAsync(DbDataReader rows, CancellationToken cancellation)
    {
        while (await rows.ReadAsync(cancellation))
            _filling[(rows.GetInt32(0), rows.GetInt32(1), rows.GetInt32(2))] = (rows.GetInt64(3), rows.GetInt32(4));
    }

    /// <summary>Gives out a place in the order of a league.</summary>
    public long NextSeat(int league)
    {
        (long number, long seat) = _last[league];
        _last[league] = (number, ++seat);
        _given.Add(league);
        return seat;
    }

    /// <summary>A player waits for a cohort.</summary>
    public void Wait(int league, int period, string player) => _members.Add((league, period, player, 0, NextSeat(league)));

    /// <summary>A player comes into a cohort of their division.</summary>
    /// <param name="league">The league.</param>
    /// <param name="period">The season's period.</param>
    /// <param name="division">Their division.</param>
    /// <param name="player">Who.</param>
    /// <param name="size">How many a cohort has.</param>
    /// <param name="seat">The place that they have already, of whoever waited; else 0.</param>
    public void Place(int league, int period, int division, string player, int size, long seat = 0)
    {
        if (!_filling.TryGetValue((league, period, division), out (long Number, int Taken) cohort) || cohort.Taken >= size)
        {
            (long number, long last) = _last[league];
            _last[league] = (number + 1, last);
            _given.Add(league);
            cohort = (number + 1, 0);
        }

        _filling[(league, period, division)] = cohort = (cohort.Number, cohort.Taken + 1);
        _cohorts[(league, cohort.Number)] = (period, division, cohort.Taken);
        _members.Add((league, period, player, cohort.Number, seat == 0 ? NextSeat(league) : seat));
    }

    /// <summary>What writes it all; nothing where nobody came.</summary>
    public (string, SqlInput)[] Writes() => _members.Count == 0 && _given.Count == 0
        ? []
        :
        [
            ("league_cohorts_set", SqlBatch.Many(_cohorts, static (json, cohort) =>
            {
                json.WriteNumber("l", cohort.Key.League);
                json.WriteNumber("n", cohort.Key.Number);
                json.WriteNumber("p", cohort.Value.Period);
                json.WriteNumber("d", cohort.Value.Division);
                json.WriteNumber("t", cohort.Value.Taken);
            })),
            ("league_members_set", SqlBatch.Many(_members, static (json, member) =>
            {
                json.WriteNumber("l", member.League);
                json.WriteNumber("p", member.Period);
                json.WriteString("u", member.Player);
                json.WriteNumber("n", member.Cohort);
                json.WriteNumber("s", member.Seat);
            })),
            ("league_numbers_set", SqlBatch.Many([.. _given.Order()], (json, league) =>
            {
                json.WriteNumber("l", league);
                json.WriteNumber("n", _last[league].Number);
                json.WriteNumber("s", _last[league].Seat);
            })),
        ];
}
