using System.Globalization;
using LiveOps.Core.Problems;
using LiveOps.ServiceDefaults.Operators;
using LiveOps.ServiceDefaults.Signing;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace LiveOps.ServiceDefaults.OpenApi;

/// <summary>
/// Describes one call from what its endpoint says of itself (<see cref="CallExtensions"/>), and what follows for all of its kind: calls of <c>/v1/</c> refuse
/// parameters that they do not have, a signed call takes the headers of a signature, an operator's call a token, and none is without fault.
/// </summary>
internal sealed class CallTransformer : IOpenApiOperationTransformer
{
    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        IList<object> said = context.Description.ActionDescriptor.EndpointMetadata;
        OpenApiDocument document = context.Document!;
        bool isOperators = said.OfType<OperatorCall>().Any(), isSigned = said.OfType<SignedCall>().Any(), isVersioned = IsVersioned(context);

        foreach (CallParameter parameter in isSigned ? [.. said.OfType<CallParameter>(), .. SignatureFields.All] : said.OfType<CallParameter>())
            Take(operation, parameter);
        foreach (OpenApiParameter parameter in (operation.Parameters ?? []).OfType<OpenApiParameter>().Where(parameter => parameter.In == ParameterLocation.Path && parameter.Description is null))
            DescribeId(parameter);

        List<ProblemType> problems = [.. said.OfType<RefusedProblems>().SelectMany(refused => refused.Problems), ProblemTypes.InternalError];
        if (isVersioned)
            problems.Add(ProblemTypes.InvalidParameter);
        if (said.OfType<IAcceptsMetadata>().Any(body => !body.ContentTypes.Contains("*/*")))
            problems.Add(ProblemTypes.UnsupportedMediaType);
        if (isOperators)
            problems.AddRange([ProblemTypes.OperatorRequired, ProblemTypes.NotPermitted]);
        if (isSigned)
            problems.AddRange(SignatureFields.Problems);
        ILookup<int, AnswerField> fields = said.OfType<AnswerField>().ToLookup(field => field.Status);
        ProblemSchemas.Describe(operation, document, problems, status => !fields.Contains(status));
        if (!operation.Responses!.Keys.Any(status => status.StartsWith('4')))
            operation.Responses!["4XX"] = new OpenApiResponse { Description = "What the server refuses before any call sees it, like header fields that are too large: without a body." };

        foreach (AnswerField field in fields.SelectMany(field => field))
            field.AddTo((OpenApiResponse)operation.Responses[field.Status.ToString(CultureInfo.InvariantCulture)], document);

        // Any content type is taken, and read as what the others say.
        if (operation.RequestBody?.Content is { Count: > 1 } bodies)
            bodies.Remove("*/*");
        operation.Security = isOperators ? [Needs(SecuritySchemes.Operator, document)] : isSigned ? [Needs(SecuritySchemes.Signature, document)] : [];
        foreach (Section section in said.OfType<Section>())
            document.Tags!.First(tag => tag.Name == section.Name).Description = section.Description;
        return Task.CompletedTask;
    }

    private static bool IsVersioned(OpenApiOperationTransformerContext context) => context.Description.RelativePath is { } path
        && path.StartsWith("v1/", StringComparison.Ordinal);

    private static void Take(OpenApiOperation operation, CallParameter parameter)
    {
        operation.Parameters ??= [];
        OpenApiParameter? known = operation.Parameters.OfType<OpenApiParameter>().FirstOrDefault(known => known.Name == parameter.Name && known.In == parameter.In);
        if (known is null)
            operation.Parameters.Add(known = new OpenApiParameter { Name = parameter.Name, In = parameter.In });
        known.Description = parameter.Description;
        known.Required = parameter.Required;
        known.Schema = parameter.Schema();
    }

    private static void DescribeId(OpenApiParameter parameter)
    {
        parameter.Description = "An id.";
        parameter.Schema = SchemaParts.Id();
    }

    private static OpenApiSecurityRequirement Needs(string scheme, OpenApiDocument document) => new() { [new OpenApiSecuritySchemeReference(scheme, document)] = [] };
}
