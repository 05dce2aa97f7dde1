using LiveOps.ServiceDefaults.Operators;
using Microsoft.OpenApi;

namespace LiveOps.ServiceDefaults.OpenApi;

/// <summary>A parameter of a call.</summary>
/// <param name="Name">Its name.</param>
/// <param name="In">Where it stands.</param>
/// <param name="Description">What it is.</param>
/// <param name="Schema">What it may be, made anew for each document.</param>
/// <param name="Required">Whether it must be there.</param>
public sealed record CallParameter(string Name, ParameterLocation In, string Description, Func<OpenApiSchema> Schema, bool Required = false)
{
    /// <summary>How many a page has at most.</summary>
    /// <param name="most">The most that may be asked for.</param>
    /// <param name="otherwise">How many when nothing is said.</param>
    public static CallParameter Limit(int most, int otherwise) => new(
        "limit", ParameterLocation.Query, $"How many at most: 1 to {most}, {otherwise} when nothing is said.", () => SchemaParts.Whole(1, most, "int32"));

    /// <summary>How many to pass over.</summary>
    public static CallParameter Offset => new(
        "offset", ParameterLocation.Query, "How many to pass over, 0 when nothing is said.", () => SchemaParts.Whole(0, int.MaxValue, "int32"));

    /// <summary>Where a page of a log begins.</summary>
    public static CallParameter After => Query("after", "The next of the page before; absent for the first page.", SchemaParts.Text());

    /// <summary>Why an operator does something.</summary>
    public static CallParameter Reason => Query("reason", "Why, for the audit.", () => new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = OperatorReason.MaxLength });

    /// <summary>A query parameter.</summary>
    public static CallParameter Query(string name, string description, Func<OpenApiSchema> schema) => new(name, ParameterLocation.Query, description, schema);

    /// <summary>A header field.</summary>
    public static CallParameter Header(string name, string description, Func<OpenApiSchema> schema, bool required = false) =>
        new(name, ParameterLocation.Header, description, schema, required);

    /// <summary>A part of the path.</summary>
    public static CallParameter Path(string name, string description, Func<OpenApiSchema> schema) => new(name, ParameterLocation.Path, description, schema, Required: true);
}
