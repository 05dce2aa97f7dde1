using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace LiveOps.Tests.Contract;

/// <summary>
/// Checks a JSON value against a schema of an OpenAPI document (JSON Schema 2020-12, the keywords that the documents use; one that is not known fails). Stricter than the
/// specification in one thing: a member that no schema names is wrong, because it is not described.
/// </summary>
internal sealed class SchemaCheck
{
    private static readonly HashSet<string> Known =
    [
        "$ref", "type", "format", "enum", "required", "properties", "additionalProperties", "items", "minItems", "maxItems", "minimum", "maximum", "pattern", "minLength", "maxLength",
        "allOf", "oneOf", "discriminator", "description",
    ];

    private readonly JsonElement _document;
    private readonly List<string> _wrong = [];

    private SchemaCheck(JsonElement document) => _document = document;

    /// <summary>What is wrong with a value; nothing when it is as described.</summary>
    public static IReadOnlyList<string> Of(JsonElement document, JsonElement schema, JsonElement value)
    {
        var check = new SchemaCheck(document);
        check.Check(schema, value, "$");
        check.CheckNames(schema, value, "$");
        return check._wrong;
    }

    private void Check(JsonElement schema, JsonElement value, string at)
    {
        schema = ServiceDocuments.Resolve(_document, schema);
        foreach (JsonProperty keyword in schema.EnumerateObject())
        {
            Demand(Known.Contains(keyword.Name), at, $"has a schema with {keyword.Name}, which this check does not know");
            CheckKeyword(keyword.Name, keyword.Value, value, at);
        }
    }

    private void CheckKeyword(string keyword, JsonElement rule, JsonElement value, string at)
    {
        switch (keyword)
        {
            case "type":
                string[] types = rule.ValueKind == JsonValueKind.Array ? [.. rule.EnumerateArray().Select(type => type.GetString()!)] : [rule.GetString()!];
                Demand(types.Contains(TypeOf(value)) || (types.Contains("number") && TypeOf(value) == "integer"), at, $"is {TypeOf(value)} instead of {string.Join(" or ", types)}");
                break;
            case "enum":
                Demand(rule.EnumerateArray().Any(one => JsonElement.DeepEquals(one, value)), at, $"is {value}, none of {rule}");
                break;
            case "format" when rule.GetString() == "date-time":
                Demand(value.ValueKind != JsonValueKind.String || Regex.IsMatch(value.GetString()!, @"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$"), at, $"is {value}, no time in UTC");
                break;
            case "format" when rule.GetString() == "int32":
                Demand(value.ValueKind != JsonValueKind.Number || value.TryGetInt32(out _), at, $"is {value}, beyond 32 bits");
                break;
            case "pattern":
                Demand(value.ValueKind != JsonValueKind.String || Regex.IsMatch(value.GetString()!, rule.GetString()!), at, $"is {value}, not like {rule}");
                break;
            case "minimum":
                Demand(value.ValueKind != JsonValueKind.Number || value.GetDecimal() >= rule.GetDecimal(), at, $"is {value}, below {rule}");
                break;
            case "maximum":
                Demand(value.ValueKind != JsonValueKind.Number || value.GetDecimal() <= rule.GetDecimal(), at, $"is {value}, above {rule}");
                break;
            case "required" when value.ValueKind == JsonValueKind.Object:
                foreach (JsonElement name in rule.EnumerateArray())
                    Demand(value.TryGetProperty(name.GetString()!, out _), at, $"has no {name}");
                break;
            case "properties" when value.ValueKind == JsonValueKind.Object:
                foreach (JsonProperty member in rule.EnumerateObject())
                {
                    if (value.TryGetProperty(member.Name, out JsonElement there))
                        Check(member.Value, there, $"{at}.{member.Name}");
                }

                break;
            case "additionalProperties" when value.ValueKind == JsonValueKind.Object && rule.ValueKind == JsonValueKind.Object:
                foreach (JsonProperty member in value.EnumerateObject())
                    Check(rule, member.Value, $"{at}.{member.Name}");
                break;
            case "items" when value.ValueKind == JsonValueKind.Array:
                int index = 0;
                foreach (JsonElement item in value.EnumerateArray())
                    Check(rule, item, string.Create(CultureInfo.InvariantCulture, $"{at}[{index++}]"));
                break;
            case "allOf":
                foreach (JsonElement part in rule.EnumerateArray())
                    Check(part, value, at);
                break;
            case "oneOf":
                int fitting = rule.EnumerateArray().Count(one => Of(_document, one, value).Count == 0);
                Demand(fitting == 1, at, $"is as {fitting} of its kinds instead of one");
                break;
        }
    }

    // Members that no part of the schema names.
    private void CheckNames(JsonElement schema, JsonElement value, string at)
    {
        JsonElement[] parts = [.. Parts(schema)];
        if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement item in value.EnumerateArray())
            {
                foreach (JsonElement items in parts.Where(part => part.TryGetProperty("items", out _)).Select(part => part.GetProperty("items")))
                    CheckNames(items, item, at + "[]");
            }
        }

        if (value.ValueKind != JsonValueKind.Object || parts.Any(part => part.TryGetProperty("additionalProperties", out _) || part.TryGetProperty("oneOf", out _)))
            return;
        foreach (JsonProperty member in value.EnumerateObject())
        {
            JsonElement[] named = [.. parts.Where(part => part.TryGetProperty("properties", out JsonElement members) && members.TryGetProperty(member.Name, out _)).Select(part => part.GetProperty("properties").GetProperty(member.Name))];
            Demand(named.Length > 0, at, $"has {member.Name}, which is not described");
            foreach (JsonElement one in named)
                CheckNames(one, member.Value, $"{at}.{member.Name}");
        }
    }

    private IEnumerable<JsonElement> Parts(JsonElement schema)
    {
        schema = ServiceDocuments.Resolve(_document, schema);
        return schema.TryGetProperty("allOf", out JsonElement all) ? all.EnumerateArray().SelectMany(Parts) : [schema];
    }

    private static string TypeOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.Null => "null",
        JsonValueKind.Number => value.TryGetInt64(out _) ? "integer" : "number",
        _ => "boolean",
    };

    private void Demand(bool holds, string at, string wrong)
    {
        if (!holds)
            _wrong.Add($"{at} {wrong}.");
    }
}
