using System.Globalization;
using System.Text.Json;
using LiveOps.Tables;

namespace LiveOps.Cli.Exporting;

/// <summary>What is exported: columns, and rows as they come. A cell is a string, a long, a <see cref="DateTimeOffset"/> or null.</summary>
internal sealed record ExportTable(IReadOnlyList<Column> Columns, IAsyncEnumerable<object?[]> Rows)
{
    /// <summary>A row of the members that a JSON object has by the columns' names.</summary>
    public static object?[] Row(IReadOnlyList<Column> columns, JsonElement json) =>
        [.. columns.Select(column => json.TryGetProperty(column.Name, out JsonElement member) ? Cell(column.Kind, member) : null)];

    public static object? Cell(ColumnKind kind, JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        JsonValueKind.String when kind == ColumnKind.Time => DateTimeOffset.Parse(json.GetString()!, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind),
        JsonValueKind.String => json.GetString(),
        JsonValueKind.Number when kind == ColumnKind.Whole => json.GetInt64(),
        _ => json.GetRawText(),
    };
}
