using Microsoft.OpenApi;

namespace LiveOps.ServiceDefaults.OpenApi;

/// <summary>A header field of an answer.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it says.</param>
/// <param name="Schema">What it may be, made anew for each document.</param>
public sealed record AnswerField(string Name, string Description, Func<OpenApiSchema> Schema)
{
    /// <summary>Names an answer's version.</summary>
    public static readonly AnswerField ETag = new("ETag", "Names this answer: send it as If-None-Match and get a 304 while it holds.", SchemaParts.Text());

    /// <summary>When to send again.</summary>
    public static readonly AnswerField RetryAfter = new("Retry-After", "Whole seconds after which the call may be sent again.", () => SchemaParts.Whole(1, null, "int32"));

    /// <summary>How to prove oneself.</summary>
    public static readonly AnswerField WwwAuthenticate = new("WWW-Authenticate", "Bearer.", SchemaParts.Text());

    /// <summary>Of which answer.</summary>
    public int Status { get; init; }

    /// <summary>Adds it to an answer; it is described once in a document.</summary>
    internal void AddTo(OpenApiResponse answer, OpenApiDocument document)
    {
        if (document.Components?.Headers?.ContainsKey(Name) != true)
            document.AddComponent(Name, new OpenApiHeader { Description = Description, Schema = Schema() });
        (answer.Headers ??= new Dictionary<string, IOpenApiHeader>())[Name] = new OpenApiHeaderReference(Name, document);
    }
}
