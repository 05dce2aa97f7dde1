using LiveOps.Core.Bus;
using LiveOps.Core.Problems;
using LiveOps.ServiceDefaults.Stores;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace LiveOps.ServiceDefaults.Requests;

/// <summary>The problem that is answered where no endpoint said one itself.</summary>
internal static class ProblemAnswers
{
    private const string MayBeDone = "No answer came from a store, and what was asked for may have been done all the same: asked for again, it may not be found any more.";

    /// <summary>For an answer that has a status and no body.</summary>
    public static Problem For(HttpContext context) => context.Response.StatusCode == StatusCodes.Status415UnsupportedMediaType
        ? new Problem(ProblemTypes.UnsupportedMediaType, MediaTypes(context.GetEndpoint()))
        : For(context.Response.StatusCode);

    private static Problem For(int status) => status switch
    {
        404 => new Problem(ProblemTypes.NotFound),
        405 => new Problem(ProblemTypes.MethodNotAllowed),
        413 => new Problem(ProblemTypes.PayloadTooLarge),
        415 => new Problem(ProblemTypes.UnsupportedMediaType, MediaTypes(null)),
        503 => new Problem(ProblemTypes.Unavailable, retryAfter: 1),
        >= 400 and < 500 => new Problem(ProblemTypes.MalformedBody),
        _ => new Problem(ProblemTypes.InternalError),
    };

    /// <summary>
    /// For what was thrown: Kestrel's own refusals of a request keep their status, what cannot be had now may be asked for again, anything else is our fault.
    /// Whoever asked for a change that may have been made all the same is told so.
    /// </summary>
    public static Problem For(HttpContext context, Exception thrown) => thrown switch
    {
        StoreUnavailableException { MayBeDone: true } or BusUnavailableException { MayBePublished: true } when !IsReading(context.Request.Method) =>
            new Problem(ProblemTypes.Unavailable, MayBeDone, retryAfter: 1),
        StoreUnavailableException { Told: { } told } => new Problem(ProblemTypes.Unavailable, told, retryAfter: 1),
        BadHttpRequestException refusal => For(refusal.StatusCode),
        _ when IsPassing(thrown) => For(StatusCodes.Status503ServiceUnavailable),
        _ => For(StatusCodes.Status500InternalServerError),
    };

    private static bool IsReading(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method);

    private static string MediaTypes(Endpoint? endpoint) =>
        $"Send the header Content-Type: {string.Join(" or ", endpoint?.Metadata.GetMetadata<IAcceptsMetadata>()?.ContentTypes ?? ["application/json"])}.";

    /// <summary>Whether a part that is needed cannot be had now, which is no error of the service.</summary>
    public static bool IsPassing(Exception thrown) => thrown is StoreUnavailableException or BusUnavailableException;
}
