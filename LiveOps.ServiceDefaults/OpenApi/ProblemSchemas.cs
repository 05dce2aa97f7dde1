using System.Globalization;
using LiveOps.Core.Problems;
using Microsoft.OpenApi;

namespace LiveOps.ServiceDefaults.OpenApi;

/// <summary>Problem answers, and which types there are for each status of a call. Those of a status are described once in a document, however many calls have the same.</summary>
internal static class ProblemSchemas
{
    private const string MediaType = "application/problem+json";

    // What these say ends by itself.
    private static readonly HashSet<ProblemType> Passing = [ProblemTypes.RequestInProgress, ProblemTypes.RateLimited, ProblemTypes.QuotaExceeded, ProblemTypes.Unavailable];

    /// <summary>Describes a call's problems, by status.</summary>
    /// <param name="operation">The call.</param>
    /// <param name="document">Its document.</param>
    /// <param name="problems">What it answers with.</param>
    /// <param name="mayShare">Whether the answer of a status is as any other call's.</param>
    public static void Describe(OpenApiOperation operation, OpenApiDocument document, IEnumerable<ProblemType> problems, Func<int, bool> mayShare)
    {
        operation.Responses ??= [];
        foreach (IGrouping<int, ProblemType> group in problems.Distinct().GroupBy(problem => problem.Status))
        {
            ProblemType[] types = [.. group.OrderBy(problem => problem.Name, StringComparer.Ordinal)];
            operation.Responses[group.Key.ToString(CultureInfo.InvariantCulture)] = mayShare(group.Key) ? Shared(document, types) : Answer(document, types);
        }
    }

    private static OpenApiResponseReference Shared(OpenApiDocument document, ProblemType[] problems)
    {
        string name = string.Join("Or", problems.Select(problem => string.Concat(problem.Name.Split('-').Select(word => char.ToUpperInvariant(word[0]) + word[1..]))));
        if (document.Components?.Responses?.ContainsKey(name) != true)
            document.AddComponent(name, Answer(document, problems));
        return new OpenApiResponseReference(name, document);
    }

    private static OpenApiResponse Answer(OpenApiDocument document, ProblemType[] problems)
    {
        var answer = new OpenApiResponse
        {
            Description = string.Join(" ", problems.Select(problem => $"`{problem.Name}`: {problem.Title}")),
            Content = new Dictionary<string, OpenApiMediaType> { [MediaType] = new OpenApiMediaType { Schema = Schema(problems) } },
        };
        if (problems.Any(Passing.Contains))
            AnswerField.RetryAfter.AddTo(answer, document);
        if (problems.Contains(ProblemTypes.OperatorRequired))
            AnswerField.WwwAuthenticate.AddTo(answer, document);
        return answer;
    }

    private static OpenApiSchema Faults() => new()
    {
        Type = JsonSchemaType.Array,
        Description = "All that is wrong with a document.",
        Items = SchemaParts.Having(
            [
                ("pointer", new OpenApiSchema { Type = JsonSchemaType.String, Description = "What it is about: a JSON pointer (RFC 6901), empty for the whole." }),
                ("line", new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32", Description = "The line, from 1; 0 for the whole." }),
                ("reason", new OpenApiSchema { Type = JsonSchemaType.String, Description = "What is wrong." }),
            ]),
    };

    // Written out for each: a member that a part of allOf narrows is lost to generators of clients (Kiota 1.38 leaves `type` out).
    private static OpenApiSchema Schema(ProblemType[] problems)
    {
        OpenApiSchema type = SchemaParts.OneOf(problems.Select(problem => problem.Uri));
        type.Description = "Names the kind of problem, for good.";
        OpenApiSchema schema = SchemaParts.Having(
            [
                ("type", type),
                ("title", new OpenApiSchema { Type = JsonSchemaType.String, Description = "What the kind means." }),
                ("status", new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32", Description = "The answer's status." }),
            ],
            ("detail", new OpenApiSchema { Type = JsonSchemaType.String, Description = "A sentence about this occurrence: what the caller can do." }));
        schema.Description = "A problem (RFC 9457).";
        if (problems.Contains(ProblemTypes.InvalidPolicy))
            schema.Properties!["faults"] = Faults();
        return schema;
    }
}
