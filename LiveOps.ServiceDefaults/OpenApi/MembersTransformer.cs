using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace LiveOps.ServiceDefaults.OpenApi;

/// <summary>
/// Says which members of an object are there: all, but those that are left out when they are null (<see cref="JsonIgnoreAttribute"/>). What may be
/// absent is then never null, which <see cref="ServiceDocument"/> sees to once references are made.
/// </summary>
internal sealed class MembersTransformer : IOpenApiSchemaTransformer
{
    public Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.JsonPropertyInfo?.AttributeProvider?.GetCustomAttributes(typeof(AllowedValuesAttribute), true) is [AllowedValuesAttribute allowed])
            schema.Enum = [.. allowed.Values.Select(value => (JsonNode)JsonValue.Create((string)value!)!)];
        if (schema.Type is null && (Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type) == typeof(DateTimeOffset))
            (schema.Type, schema.Format) = (JsonSchemaType.String, "date-time"); // read by a converter of ours, of which nothing is known
        if (context.JsonTypeInfo.Type == typeof(Dictionary<string, JsonElement>))
            schema.AdditionalProperties = new OpenApiSchema { Description = "As the document's own schema says." };
        if (context.JsonTypeInfo.Kind == JsonTypeInfoKind.Object && schema.Properties is { Count: > 0 })
            schema.Required = context.JsonTypeInfo.Properties.Where(IsAlwaysThere).Select(property => property.Name).Where(schema.Properties.ContainsKey).ToHashSet();
        return Task.CompletedTask;
    }

    private static bool IsAlwaysThere(JsonPropertyInfo property) =>
        property.AttributeProvider?.GetCustomAttributes(typeof(JsonIgnoreAttribute), true) is not [JsonIgnoreAttribute { Condition: JsonIgnoreCondition.WhenWritingNull }];
}
