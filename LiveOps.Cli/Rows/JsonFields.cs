using System.Globalization;
using System.Text.Json;

namespace LiveOps.Cli.Rows;

/// <summary>Fields of a JSON object by path: names with dots between, numbers for items of arrays.</summary>
internal static class JsonFields
{
    public static readonly JsonDocumentOptions Strict = new() { MaxDepth = 32, AllowDuplicateProperties = false };

    public static SourceRow Row(long line, JsonElement json) => new(line, path => Find(json, path));

    private static string? Find(JsonElement json, string path)
    {
        foreach (string part in path.Split('.'))
        {
            if (json.ValueKind == JsonValueKind.Object && json.TryGetProperty(part, out JsonElement member))
                json = member;
            else if (json.ValueKind == JsonValueKind.Array && int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int at) && at < json.GetArrayLength())
                json = json[at];
            else
                return null;
        }

        return json.ValueKind switch
        {
            JsonValueKind.String => json.GetString(),
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => json.GetRawText(),
            _ => null,
        };
    }
}
