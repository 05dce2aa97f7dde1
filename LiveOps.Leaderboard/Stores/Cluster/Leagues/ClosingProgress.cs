using System.Data.Common;
using LiveOps.Leaderboard.Stores.Cluster.Sql;
using LiveOps.ServiceDefaults.Sql;

namespace LiveOps.Leaderboard.Stores.Cluster.Leagues;

/// <summary>How far a league's closing is, as it stands in the database.</summary>
/// <param name="Step">Which step is next.</param>
/// <param name="Number">The last cohort that is done.</param>
/// <param name="Player">The last player that is done, of a step that goes by players.</param>
/// <param name="Players">How many were ranked, so far.</param>
/// <param name="Cohorts">In how many cohorts.</param>
/// <param name="Promoted">How many were promoted.</param>
/// <param name="Relegated">How many were relegated.</param>
/// <param name="Fallen">How many fell because they were absent.</param>
internal sealed record ClosingProgress(ClosingStep Step, long Number, string Player, int Players, int Cohorts, int Promoted, int Relegated, int Fallen)
{
    /// <summary>The next step is at its beginning.</summary>
    public ClosingProgress To(ClosingStep step) => this with { Step = step, Number = 0, Player = "" };

    /// <summary>What locks and reads it.</summary>
    public static (string, SqlInput) Reads(int league, int period) => ("league_closing_hold", Json.LeagueSeason(league, period));

    /// <summary>Loads what <see cref="Reads"/> reads; null when there is none: another replica has ended it.</summary>
    public static async Task<ClosingProgress?> LoadAsync(DbDataReader rows, CancellationToken cancellation) => await rows.ReadAsync(cancellation)
        ? new ClosingProgress(
            (ClosingStep)rows.GetInt16(0), rows.GetInt64(1), rows.GetString(2), rows.GetInt32(3), rows.GetInt32(4), rows.GetInt32(5), rows.GetInt32(6), rows.GetInt32(7))
        : null;

    /// <summary>What writes it.</summary>
    public (string, SqlInput) Writes(int league, int period) => ("league_closing_set", Json.LeagueSeason(league, period, json =>
    {
        json.WriteNumber("step", (int)Step);
        json.WriteNumber("no", Number);
        json.WriteString("u", Player);
        json.WriteNumber("players", Players);
        json.WriteNumber("cohorts", Cohorts);
        json.WriteNumber("promoted", Promoted);
        json.WriteNumber("relegated", Relegated);
        json.WriteNumber("fallen", Fallen);
    }));
}
