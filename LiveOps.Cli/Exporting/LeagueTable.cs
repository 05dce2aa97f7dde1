using System.Runtime.CompilerServices;
using System.Text.Json;
using LiveOps.Cli.Connecting;
using LiveOps.Tables;

namespace LiveOps.Cli.Exporting;

/// <summary>A league's past seasons, newest first.</summary>
internal static class LeagueTable
{
    private const int PageRows = 100;

    private static readonly Column[] Columns =
    [
        new("league", ColumnKind.Id), new("period", ColumnKind.Id), new("opensAt", ColumnKind.Time), new("closesAt", ColumnKind.Time), new("cancelled", ColumnKind.Id), new("players", ColumnKind.Whole),
        new("cohorts", ColumnKind.Whole), new("promoted", ColumnKind.Whole), new("relegated", ColumnKind.Whole), new("fallen", ColumnKind.Whole),
    ];

    public static ExportTable Make(Api api, string league) => new(Columns, Rows(api, league));

    private static async IAsyncEnumerable<object?[]> Rows(Api api, string league, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        for (int offset = 0; ; offset += PageRows)
        {
            JsonElement page = (await api.GetAsync(ServiceName.Leaderboard, FormattableString.Invariant($"/v1/leagues/{Uri.EscapeDataString(league)}/history?limit={PageRows}&offset={offset}"), cancellation)).Json;
            JsonElement seasons = page.GetProperty("seasons");
            foreach (JsonElement season in seasons.EnumerateArray())
            {
                object?[] row = ExportTable.Row(Columns, season);
                row[0] = league;
                yield return row;
            }

            if (seasons.GetArrayLength() < PageRows)
                yield break;
        }
    }
}
