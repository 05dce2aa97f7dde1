using Microsoft.OpenApi;

namespace LiveOps.ServiceDefaults.OpenApi;

/// <summary>
/// Describes a parameter that several calls have alike once in a document, and refers to it from them: documents would else be longer than some tools read. Of a name that
/// means different things in different calls, what most of them mean is shared.
/// </summary>
internal static class SharedParameters
{
    private const int Several = 3;

    public static async Task ShareAsync(OpenApiDocument document, CancellationToken cancellation)
    {
        var found = new List<(IList<IOpenApiParameter> Of, int At, string Name, string Text)>();
        foreach (IList<IOpenApiParameter> parameters in document.Paths.Values.SelectMany(path => path.Operations?.Values ?? Enumerable.Empty<OpenApiOperation>()).Select(operation => operation.Parameters).OfType<IList<IOpenApiParameter>>())
        {
            for (int at = 0; at < parameters.Count; at++)
                found.Add((parameters, at, NameOf(parameters[at]), await parameters[at].SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1, cancellation)));
        }

        foreach (var named in found.GroupBy(parameter => parameter.Name))
        {
            var alike = named.GroupBy(parameter => parameter.Text).OrderByDescending(same => same.Count()).ThenBy(same => same.Key, StringComparer.Ordinal).First().ToArray();
            if (alike.Length < Several)
                continue;
            document.AddComponent(named.Key, (OpenApiParameter)alike[0].Of[alike[0].At]);
            foreach ((IList<IOpenApiParameter> parameters, int at, _, _) in alike)
                parameters[at] = new OpenApiParameterReference(named.Key, document);
        }
    }

    // If-Match is IfMatch, limit is Limit.
    private static string NameOf(IOpenApiParameter parameter) => string.Concat(parameter.Name!.Split('-').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
}
