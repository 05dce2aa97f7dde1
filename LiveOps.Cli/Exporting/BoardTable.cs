using System.Runtime.CompilerServices;
using System.Text.Json;
using LiveOps.Cli.Connecting;
using LiveOps.Tables;

namespace LiveOps.Cli.Exporting;

/// <summary>All of a board's window, or of a closed period of it, best first.</summary>
internal static class BoardTable
{
    private const int PageRows = 1000, MostReadings = 3;

    private static readonly Column[] Columns =
    [
        new("board", ColumnKind.Id), new("window", ColumnKind.Id), new("period", ColumnKind.Id), new("rank", ColumnKind.Whole), new("playerId", ColumnKind.Id), new("score", ColumnKind.Whole), new("achievedAt", ColumnKind.Time),
    ];

    /// <param name="api">Asks.</param>
    /// <param name="board">Which.</param>
    /// <param name="window">Over which time.</param>
    /// <param name="period">A closed period; null: the one that runs.</param>
    /// <param name="count">Told of the total, as it is known.</param>
    public static ExportTable Make(Api api, string board, string window, string? period, Action<long> count) =>
        new(Columns, Rows(api, $"/v1/leaderboards/{Uri.EscapeDataString(board)}/{Uri.EscapeDataString(window)}{(period is null ? "" : "/history/" + Uri.EscapeDataString(period))}", count));

    // While scores come in, a row may move from one page to the next, or back: each player is told once, and where some are missing at the end, it is read again.
    private static async IAsyncEnumerable<object?[]> Rows(Api api, string path, Action<long> count, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var told = new HashSet<string>(StringComparer.Ordinal);
        long nameless = 0, offset = 0;
        for (int readings = 1; ; offset += PageRows)
        {
            JsonElement page = (await api.GetAsync(ServiceName.Leaderboard, FormattableString.Invariant($"{path}?limit={PageRows}&offset={offset}"), cancellation)).Json;
            long total = page.GetProperty("total").GetInt64();
            count(total);
            object? board = Text(page, "board"), window = Text(page, "window"), period = Text(page, "period");
            int rows = 0;
            foreach (JsonElement entry in page.GetProperty("entries").EnumerateArray())
            {
                rows++;
                string? player = entry.GetProperty("playerId").GetString();
                nameless += player is null && readings == 1 ? 1 : 0;
                if (player is null ? readings == 1 : told.Add(player))
                    yield return [board, window, period, entry.GetProperty("rank").GetInt64(), player, entry.GetProperty("score").GetInt64(), ExportTable.Cell(ColumnKind.Time, entry.GetProperty("achievedAt"))];
            }

            if (rows == PageRows)
                continue;
            if (told.Count + nameless >= total || ++readings > MostReadings)
                yield break;
            offset = -PageRows;
        }
    }

    private static string? Text(JsonElement page, string name) => page.TryGetProperty(name, out JsonElement text) ? text.GetString() : null;
}
