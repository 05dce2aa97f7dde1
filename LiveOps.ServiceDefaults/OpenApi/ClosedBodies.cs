using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.OpenApi;

namespace LiveOps.ServiceDefaults.OpenApi;

/// <summary>
/// Says of the bodies that calls take that they have no other members than those described: one is refused, and named. But where a call passes
/// them over (<see cref="OpenBody"/>), and what has no members of its own: documents, and events, which are described by hand.
/// </summary>
internal static class ClosedBodies
{
    private const string Json = "application/json";

    public static void Close(OpenApiDocument document, OpenApiDocumentTransformerContext context)
    {
        HashSet<string> open = [.. context.DescriptionGroups.SelectMany(group => group.Items).Select(call => call.ActionDescriptor.EndpointMetadata)
            .Where(said => said.OfType<OpenBody>().Any())
            .SelectMany(said => said.OfType<IEndpointNameMetadata>()).Select(name => name.EndpointName)];
        foreach (OpenApiOperation operation in document.Paths.Values.SelectMany(path => path.Operations?.Values ?? Enumerable.Empty<OpenApiOperation>()))
        {
            if (open.Contains(operation.OperationId ?? "") || operation.RequestBody?.Content is not { } bodies || !bodies.TryGetValue(Json, out var body))
                continue;
            if (Own(body.Schema, document) is { Properties.Count: > 0 } members)
                members.AdditionalPropertiesAllowed = false;
        }
    }

    private static OpenApiSchema? Own(IOpenApiSchema? body, OpenApiDocument document)
    {
        if (body is OpenApiSchemaReference { Reference.Id: { } name } && document.Components?.Schemas is { } parts)
            parts.TryGetValue(name, out body);
        return body as OpenApiSchema;
    }
}
