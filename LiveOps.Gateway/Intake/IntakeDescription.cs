using LiveOps.Core.Problems;
using LiveOps.ServiceDefaults.OpenApi;
using Microsoft.OpenApi;

namespace LiveOps.Gateway.Intake;

/// <summary>Maps <c>POST /v1/intake/{source}</c> and describes it in <c>/openapi/v1.json</c>: the endpoint reads raw bytes, so nothing can be inferred from it.</summary>
internal static class IntakeDescription
{
    private const string Json = "application/json", ProblemJson = "application/problem+json";

    // Where rows may be told of beside the problem.
    private static readonly string[] WithRows = ["400", "403", "409", "413", "422", "429", "503"];

    // The endpoint is asked for by the first request: the document that it reads by is known once the journal was replayed.
    public static void MapIntake(this WebApplication app) =>
        app.MapPost("/v1/intake/{source}", (HttpContext context, IntakeEndpoint endpoint, string source, string? dryRun = null) => endpoint.HandleAsync(context, source, dryRun)).WithName("sendRows").InSection("intake", "What older systems send.")
            .WithSummary("Takes rows of an older system, as the document intake says of its source.")
            .WithDescription("CSV, XML or a form, as the source sends them; at most 8 MiB as sent, 64 MiB inflated and 100,000 rows. How the sender proves who it is, is the source's: an HMAC of the body in a header, basic credentials, or a client certificate. 202 means that what is accepted is durable; of rows that are rejected the first 1,000 are named. Where rows came faster than their players may send, it is a 429 with the same members: send all of it again. A problem that came after the first rows tells what became of those: send all of it again, and what was accepted counts once.")
            .Accepts<object>("text/csv", "application/xml", "application/x-www-form-urlencoded", "*/*")
            .Produces<object>(StatusCodes.Status202Accepted)
            .Produces<object>(StatusCodes.Status200OK)
            .Takes(
                CallParameter.Path("source", "Which of the document's sources sends.", () => new OpenApiSchema { Type = JsonSchemaType.String, Pattern = "^[a-z][a-z0-9-]{0,31}$" }),
                CallParameter.Query("dryRun", "true: nothing is accepted. The answer is 200, with what is wrong with rows themselves, and the events that the first are.", () => SchemaParts.OneOf("true", "false")),
                CallParameter.Header("Content-Encoding", "How the body is encoded; an HMAC is over the bytes as sent.", () => SchemaParts.OneOf("gzip", "identity")),
                CallParameter.Header("traceparent", "The caller's trace (W3C Trace Context), carried across the bus.", SchemaParts.Text()))
            .Sends(StatusCodes.Status415UnsupportedMediaType, new AnswerField("Accept-Encoding", "What a body may be encoded with.", () => SchemaParts.OneOf("gzip")))
            .Refuses(
                ProblemTypes.UnknownSource, ProblemTypes.BadCredentials, ProblemTypes.MissingSignature, ProblemTypes.BadSignature, ProblemTypes.StaleTimestamp, ProblemTypes.MalformedBody,
                ProblemTypes.InvalidEvent, ProblemTypes.InvalidParameter, ProblemTypes.ImplausibleEvent, ProblemTypes.PlayerBlocked, ProblemTypes.RequestInProgress, ProblemTypes.PayloadTooLarge,
                ProblemTypes.UnsupportedEncoding, ProblemTypes.AllRejected, ProblemTypes.RateLimited, ProblemTypes.Unavailable)
            .AddOpenApiOperationTransformer((operation, context, _) =>
            {
                Describe(operation);
                return Task.CompletedTask;
            });

    private static void Describe(OpenApiOperation operation)
    {
        foreach (OpenApiMediaType body in operation.RequestBody!.Content!.Values.OfType<OpenApiMediaType>())
            body.Schema = new OpenApiSchema { Type = JsonSchemaType.String };
        operation.Responses!["202"].Content![Json].Schema = SchemaParts.Having(Members());
        operation.Responses["200"].Content![Json].Schema = SchemaParts.Having(
            [.. Members(), ("events", new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = JsonSchemaType.Object, AdditionalProperties = new OpenApiSchema() }, Description = "The first, as POST /v1/events takes them." })]);
        foreach (string status in WithRows)
        {
            foreach ((string name, IOpenApiSchema schema) in Members())
                operation.Responses[status].Content![ProblemJson].Schema!.Properties!.TryAdd(name, schema);
        }
    }

    private static IEnumerable<(string Name, IOpenApiSchema Schema)> Members() =>
    [
        ("rows", Count()),
        ("accepted", Count()),
        ("duplicates", Count()),
        ("rejectedRows", Count()),
        ("rejected", new OpenApiSchema { Type = JsonSchemaType.Array, MaxItems = IntakeSettings.MaxNamed, Items = Row() }),
    ];

    private static OpenApiSchema Count() => SchemaParts.Whole(0, IntakeSettings.MaxRows, "int32");

    private static OpenApiSchema Row() => SchemaParts.Having(
        [
            ("line", SchemaParts.Whole(1, int.MaxValue, "int32")),
            ("id", new OpenApiSchema { Type = JsonSchemaType.String | JsonSchemaType.Null, Description = "Null where the row has none." }),
            ("status", SchemaParts.Whole(400, 499, "int32")),
            ("type", SchemaParts.OneOf(new[] { ProblemTypes.InvalidEvent, ProblemTypes.ImplausibleEvent, ProblemTypes.PlayerBlocked, ProblemTypes.RateLimited }.Select(problem => problem.Uri))),
            ("detail", SchemaParts.Text()()),
        ],
        ("retryAfter", SchemaParts.Whole(1, null, "int32")));
}
