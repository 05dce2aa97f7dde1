using System.Text.Json;
using LiveOps.Tables;

namespace LiveOps.Cli.Exporting;

/// <summary>Everything that is known of a player, a value a row: the document is one of members in members, and a table has none.</summary>
internal static class PlayerTable
{
    private static readonly Column[] Columns = [new("playerId", ColumnKind.Id), new("path", ColumnKind.Id), new("value", ColumnKind.Text)];

    public static ExportTable Make(string player, JsonElement document) =>
        new(Columns, Leaves("", document).Select(leaf => new object?[] { player, leaf.Path, leaf.Value }).ToAsyncEnumerable());

    private static IEnumerable<(string Path, string? Value)> Leaves(string path, JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => json.EnumerateObject().SelectMany(member => Leaves($"{path}/{member.Name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}", member.Value)),
        JsonValueKind.Array => json.EnumerateArray().SelectMany((item, at) => Leaves($"{path}/{at}", item)),
        JsonValueKind.String => [(path, json.GetString())],
        JsonValueKind.Null => [(path, null)],
        _ => [(path, json.GetRawText())],
    };
}
