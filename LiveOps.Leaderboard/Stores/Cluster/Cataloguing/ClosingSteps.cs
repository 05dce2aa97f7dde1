using LiveOps.ServiceDefaults.Sql;

namespace LiveOps.Leaderboard.Stores.Cluster.Cataloguing;

/// <summary>The statements that close periods, behind the gate alone.</summary>
internal static class ClosingSteps
{
    /// <summary>Closings of one step are numbered within it, in so many bits; the catalogue's version rises from one to the next.</summary>
    public const int NumberBits = 20;

    /// <param name="catalogue">The catalogue of the step.</param>
    /// <param name="periods">Which, in the order in which they are closed, each with the end that it has.</param>
    public static (string, SqlInput)[] Of(Catalogue catalogue, IReadOnlyList<(StoredPeriod Period, long Closes)> periods) =>
    [
        ("periods_close", SqlBatch.Many(periods.Index().ToArray(), (json, period) =>
        {
            json.WriteNumber("p", period.Item.Period.Id);
            json.WriteNumber("no", (catalogue.Version << NumberBits) + period.Index + 1);
        })),
        ("tracks_close", SqlBatch.Many([.. periods.GroupBy(period => (period.Period.Board.Name, period.Period.Window)).Select(track => track.ToArray())], static (json, track) =>
        {
            json.WriteString("board", track[0].Period.Board.Name);
            json.WriteNumber("win", (int)track[0].Period.Window);
            json.WriteNumber("through", track.Max(period => period.Closes));
            json.WriteString("last", track[^1].Period.Period.Name);
        })),
    ];
}
