using System.Data.Common;
using LiveOps.Leaderboard.Stores.Cluster.Sql;
using LiveOps.ServiceDefaults.Sql;

namespace LiveOps.Leaderboard.Stores.Cluster.Leagues;

/// <summary>A season that runs, or waits for the one before it to be closed; or one that is over and not deleted yet.</summary>
/// <param name="League">Of which league.</param>
/// <param name="Period">The number of its period.</param>
/// <param name="Opens">When it opened.</param>
/// <param name="Waits">Whether it waits.</param>
/// <param name="IsOver">Whether it is over: what it holds is being deleted.</param>
internal readonly record struct OpenSeason(int League, int Period, long Opens, bool Waits, bool IsOver = false)
{
    /// <summary>What reads those of leagues.</summary>
    public static (string, SqlInput) Reads(params IEnumerable<int> leagues) => ("league_seasons_read", Json.Leagues(leagues));

    /// <summary>Loads what <see cref="Reads"/> reads: by league, in the order in which they opened.</summary>
    /// <param name="rows">Where it is read from.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <param name="over">Whether those that are over are loaded too.</param>
    public static async Task<List<OpenSeason>> LoadAsync(DbDataReader rows, CancellationToken cancellation, bool over = false)
    {
        var seasons = new List<OpenSeason>();
        while (await rows.ReadAsync(cancellation))
        {
            var season = new OpenSeason(rows.GetInt32(0), rows.GetInt32(1), rows.GetInt64(2), rows.GetInt16(3) != 0, rows.GetInt16(4) != 0);
            if (over || !season.IsOver)
                seasons.Add(season);
        }

        return seasons;
    }
}
