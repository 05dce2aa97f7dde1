using System.Text.Json;
using System.Text.Json.Nodes;

namespace LiveOps.AppHost.Aks.Chart;

/// <summary>A JSON schema of the chart's values: Helm refuses one that is misspelt, of another type, or that could not be put between quotation marks.</summary>
internal static class ValuesSchema
{
    private const string Digest = "^sha256:[0-9a-f]{64}$", Text = """^[^"\\\n]+$""", MayBeEmpty = """^[^"\\\n]*$""", Setting = "^[A-Za-z][A-Za-z0-9_-]*$";

    /// <summary>The schema of all values.</summary>
    public static JsonObject Of(JsonObject values)
    {
        JsonObject schema = Of("", values);
        schema.Insert(0, "$schema", "http://json-schema.org/draft-07/schema#");
        // What Helm itself puts there.
        schema["properties"]!.AsObject()["global"] = new JsonObject { ["type"] = "object" };
        return schema;
    }

    private static JsonObject Of(string name, JsonNode value) => value switch
    {
        JsonObject map => new JsonObject
        {
            ["type"] = "object",
            ["additionalProperties"] = false,
            ["properties"] = new JsonObject(map.OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => KeyValuePair.Create(member.Key, (JsonNode?)Of(member.Key, member.Value!)))),
        },
        JsonArray => new JsonObject
        {
            ["type"] = "array",
            ["uniqueItems"] = true,
            ["items"] = new JsonObject { ["type"] = "string", ["pattern"] = Setting },
        },
        _ when value.GetValueKind() == JsonValueKind.Number => new JsonObject { ["type"] = "integer", ["minimum"] = 1 },
        _ => new JsonObject { ["type"] = "string", ["pattern"] = name == "digest" ? Digest : value.GetValue<string>().Length == 0 ? MayBeEmpty : Text },
    };
}
