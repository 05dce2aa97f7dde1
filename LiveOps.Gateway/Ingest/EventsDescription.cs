using LiveOps.Core.Problems;
using LiveOps.ServiceDefaults.OpenApi;
using LiveOps.ServiceDefaults.Signing;
using Microsoft.OpenApi;

namespace LiveOps.Gateway.Ingest;

/// <summary>Describes <c>POST /v1/events</c> in <c>/openapi/v1.json</c>: the endpoint reads raw bytes, so nothing can be inferred from it.</summary>
internal static class EventsDescription
{
    private const string Json = "application/json", ProblemJson = "application/problem+json";

    // Told with every answer to a signed request.
    private static readonly AnswerField[] Quota =
    [
        new("RateLimit", "What is left of the signing key's quota, where it has one (draft-ietf-httpapi-ratelimit-headers-10).", SchemaParts.Text()),
        new("RateLimit-Policy", "The quota itself: requests and seconds.", SchemaParts.Text()),
    ];

    public static RouteHandlerBuilder Describe(this RouteHandlerBuilder endpoint, string name)
    {
        endpoint.WithName(name).InSection("events", "What games send.")
            .WithSummary("Takes one signed event, or a batch.")
            .WithDescription("One event, or {\"events\":[…]} with at most 1,000; at most 1 MiB as sent and 8 MiB inflated. 202 means durable. Where every event was rejected the answer is the problem that they share, else all-rejected, with what became of each.")
            .Accepts<object>(Json, "*/*")
            .Produces<object>(StatusCodes.Status202Accepted)
            .IsSigned()
            .Takes(CallParameter.Header("Content-Encoding", "How the body is encoded; the signature is over the bytes as sent.", () => SchemaParts.OneOf("gzip", "identity")))
            .Takes(CallParameter.Header("traceparent", "The caller's trace (W3C Trace Context), carried across the bus.", SchemaParts.Text()))
            .Sends(StatusCodes.Status202Accepted, new AnswerField("Idempotency-Replayed", "The answer is that of an earlier request under this webhook-id.", () => SchemaParts.OneOf("true")))
            .Sends(StatusCodes.Status415UnsupportedMediaType, new AnswerField("Accept-Encoding", "What a body may be encoded with.", () => SchemaParts.OneOf("gzip")))
            .Refuses(
                ProblemTypes.MalformedBody, ProblemTypes.InvalidEvent, ProblemTypes.InvalidParameter, ProblemTypes.ImplausibleEvent, ProblemTypes.PlayerBlocked, ProblemTypes.NotYourPlayer, ProblemTypes.RequestInProgress,
                ProblemTypes.PayloadTooLarge, ProblemTypes.UnsupportedEncoding, ProblemTypes.AllRejected, ProblemTypes.IdempotencyKeyReused, ProblemTypes.RateLimited, ProblemTypes.QuotaExceeded,
                ProblemTypes.Unavailable);
        foreach (int status in (int[])[202, 400, 403, 409, 415, 422, 429, 503])
            endpoint.Sends(status, Quota);
        return endpoint.AddOpenApiOperationTransformer((operation, context, _) =>
        {
            Describe(operation, context.Document!);
            return Task.CompletedTask;
        });
    }

    private static void Describe(OpenApiOperation operation, OpenApiDocument document)
    {
        operation.RequestBody!.Content![Json].Schema = EventSchemas.Body(document);
        operation.Responses!["202"].Content![Json].Schema = EventSchemas.Accepted(document);
        foreach (string status in (string[])["400", "403", "422", "429"])
            operation.Responses[status].Content![ProblemJson].Schema!.Properties!.Add("rejected", EventSchemas.Rejected(document));
    }
}
