using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace LiveOps.ServiceDefaults.OpenApi;

/// <summary>What schemas are made of where no type says it.</summary>
public static class SchemaParts
{
    /// <summary>An id, as <see cref="LiveOps.Core.Ids.IdRule"/> takes it.</summary>
    public static OpenApiSchema Id() => new() { Type = JsonSchemaType.String, Pattern = @"^(?!\.{1,2}$)[A-Za-z0-9_.:\-]{1,64}$" };

    /// <summary>A time, RFC 3339.</summary>
    public static OpenApiSchema Time() => new() { Type = JsonSchemaType.String, Format = "date-time" };

    /// <summary>A whole number within a range.</summary>
    public static OpenApiSchema Whole(long? minimum, long? maximum, string format = "int64") => new()
    {
        Type = JsonSchemaType.Integer,
        Format = format,
        Minimum = minimum?.ToString(CultureInfo.InvariantCulture),
        Maximum = maximum?.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>Any text.</summary>
    public static Func<OpenApiSchema> Text() => static () => new OpenApiSchema { Type = JsonSchemaType.String };

    /// <summary>Text of a form.</summary>
    public static Func<OpenApiSchema> Text(string pattern) => () => new OpenApiSchema { Type = JsonSchemaType.String, Pattern = pattern };

    /// <summary>One of some words.</summary>
    public static OpenApiSchema OneOf(params IEnumerable<string> words) => new()
    {
        Type = JsonSchemaType.String,
        Enum = [.. words.Select(word => (JsonNode)JsonValue.Create(word))],
    };

    /// <summary>An object.</summary>
    /// <param name="required">The members that are always there.</param>
    /// <param name="optional">Those that may be absent.</param>
    public static OpenApiSchema Having(IEnumerable<(string Name, IOpenApiSchema Schema)> required, params IEnumerable<(string Name, IOpenApiSchema Schema)> optional)
    {
        var members = new Dictionary<string, IOpenApiSchema>();
        var always = new HashSet<string>();
        foreach ((string name, IOpenApiSchema schema) in required)
        {
            members.Add(name, schema);
            always.Add(name);
        }

        foreach ((string name, IOpenApiSchema schema) in optional)
            members.Add(name, schema);
        return new OpenApiSchema { Type = JsonSchemaType.Object, Required = always, Properties = members };
    }
}
