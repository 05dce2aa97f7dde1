using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace LiveOps.ServiceDefaults.OpenApi;

/// <summary>
/// A service's document as a whole: what it is, where it is, how callers prove themselves. Sorted, so that it changes only where the contract does.
/// </summary>
internal sealed class ServiceDocument(string service) : IOpenApiDocumentTransformer
{
    /// <summary>Of the contract: the first part changes when a client must, the second when there is more.</summary>
    private const string Version = "1.0.0";

    public async Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "LiveOps " + service,
            Version = Version,
            Description = "Live operations of a game. Ids, times, signing and problems are the same in every service: docs/http.md.",
            License = new OpenApiLicense { Name = "MIT", Identifier = "MIT" },
        };
        document.Servers = [new OpenApiServer { Url = "/", Description = "Where this document is served." }];
        document.Components ??= new OpenApiComponents();
        AddSecuritySchemes(document);
        foreach (IOpenApiSchema schema in document.Components.Schemas?.Values ?? [])
            NeverNullWhenAbsent(schema);
        ClosedBodies.Close(document, context);
        await SharedParameters.ShareAsync(document, cancellationToken);
        Sort(document);
    }

    private static void AddSecuritySchemes(OpenApiDocument document)
    {
        IEnumerable<string> used = document.Paths.Values.SelectMany(path => path.Operations?.Values ?? Enumerable.Empty<OpenApiOperation>())
            .SelectMany(operation => operation.Security ?? [])
            .SelectMany(requirement => requirement.Keys)
            .Select(scheme => scheme.Reference.Id!);
        foreach (string name in used.Distinct().Order(StringComparer.Ordinal))
            document.AddComponent(name, SecuritySchemes.For(name));
    }

    private static void NeverNullWhenAbsent(IOpenApiSchema schema)
    {
        if (schema is not OpenApiSchema { Properties: { } members } whole)
            return;
        foreach ((string name, IOpenApiSchema member) in members.ToArray())
        {
            if (whole.Required?.Contains(name) == true)
                continue;
            if (member.OneOf is { Count: 2 } either && either.FirstOrDefault(one => one.Type != JsonSchemaType.Null) is { } other)
                members[name] = other;
            else if (member is OpenApiSchema { Type: { } type } plain)
                plain.Type = type & ~JsonSchemaType.Null;
        }
    }

    private static void Sort(OpenApiDocument document)
    {
        var paths = new OpenApiPaths();
        foreach ((string path, IOpenApiPathItem item) in document.Paths.OrderBy(path => path.Key, StringComparer.Ordinal))
            paths.Add(path, item);
        document.Paths = paths;
        document.Tags = document.Tags?.OrderBy(tag => tag.Name, StringComparer.Ordinal).ToHashSet();
        OpenApiComponents parts = document.Components!;
        parts.Schemas = Sorted(parts.Schemas);
        parts.Parameters = Sorted(parts.Parameters);
        parts.Responses = Sorted(parts.Responses);
        parts.Headers = Sorted(parts.Headers);
        foreach (OpenApiOperation operation in paths.Values.SelectMany(path => path.Operations?.Values ?? Enumerable.Empty<OpenApiOperation>()))
        {
            var answers = new OpenApiResponses();
            foreach ((string status, IOpenApiResponse answer) in (operation.Responses ?? []).OrderBy(answer => answer.Key, StringComparer.Ordinal))
                answers.Add(status, answer);
            operation.Responses = answers;
        }
    }

    private static Dictionary<string, T>? Sorted<T>(IDictionary<string, T>? parts) => parts?.OrderBy(part => part.Key, StringComparer.Ordinal).ToDictionary();
}
