using System.Data.Common;
using LiveOps.Leaderboard.Stores.Cluster.Sql;
using LiveOps.ServiceDefaults.Sql;

namespace LiveOps.Leaderboard.Stores.Cluster.Leagues;

/// <summary>Begins seasons: whoever waits comes into a cohort, in the order in which they came. Who comes while it begins waits behind them.</summary>
internal static class LeagueBeginning
{
    /// <summary>How many players are one step; the statement says it too.</summary>
    private const int Chunk = 1000;

    /// <summary>Has the next players come into cohorts, where the season is still the first of its league and waits; false when it does not.</summary>
    public static async Task<bool> TryAsync(SqlUnit unit, OpenSeason season, int size)
    {
        var seating = new Seating();
        List<OpenSeason> seasons;
        await using (DbDataReader rows = await unit.ReadAsync(("gate_share", Json.Gate), ("league_lock", Json.Leagues(season.League)), OpenSeason.Reads(season.League)))
        {
            await rows.NextResultAsync(unit.Cancellation);
            await rows.ReadAsync(unit.Cancellation);
            seating.AddLeague(rows);
            await rows.NextResultAsync(unit.Cancellation);
            seasons = await OpenSeason.LoadAsync(rows, unit.Cancellation);
        }

        if (seasons is not [{ Waits: true } first, ..] || first.Period != season.Period)
            return false;
        await NextAsync(unit, season, size, seating);
        return true;
    }

    /// <summary>Has the next players of a season that waits come into cohorts; the league's row is locked.</summary>
    /// <returns>Whether it has begun: nobody waits any more.</returns>
    public static async Task<bool> NextAsync(SqlUnit unit, OpenSeason season, int size, Seating seating)
    {
        var waiting = new List<(string Player, long Seat, int Division)>();
        await using (DbDataReader rows = await unit.ReadAsync(("league_waiting", Json.LeagueSeason(season.League, season.Period, json => json.WriteNumber("limit", Chunk)))))
        {
            while (await rows.ReadAsync(unit.Cancellation))
                waiting.Add((rows.GetString(0), rows.GetInt64(1), rows.GetInt32(2)));
        }

        if (waiting.Count > 0)
        {
            await using DbDataReader rows = await unit.ReadAsync(Seating.Reads(waiting.Select(one => (season.League, season.Period, one.Division)).Distinct()));
            await seating.LoadAsync(rows, unit.Cancellation);
        }

        foreach ((string player, long seat, int division) in waiting)
            seating.Place(season.League, season.Period, division, player, size, seat);
        bool hasBegun = waiting.Count < Chunk;
        await unit.ExecuteAsync([.. seating.Writes(), .. hasBegun ? new (string, SqlInput)[] { ("league_season_begin", Json.LeagueSeason(season.League, season.Period)) } : []]);
        return hasBegun;
    }
}
