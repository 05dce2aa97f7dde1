using LiveOps.Core.Bus;
using LiveOps.Core.Problems;
using LiveOps.ServiceDefaults.Stores;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace LiveOps.ServiceDefaults.Requests;

/// <summary>The problem that is answered where no endpoint said one itself.</summary>
internal static class ProblemAnswers
{
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

    /// <summary>For what was thrown: Kestrel's own refusals of a request keep their status, what cannot be had now may be asked for again, anything else is our fault.</summary>
    public static Problem For(Exception thrown) => For(thrown switch
    {
        BadHttpRequestException refusal => refusal.StatusCode,
        _ when IsPassing(thrown) => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status500InternalServerError,
    });

    private static string MediaTypes(Endpoint? endpoint) =>
        $"Send the header Content-Type: {string.Join(" or ", endpoint?.Metadata.GetMetadata<IAcceptsMetadata>()?.ContentTypes ?? ["application/json"])}.";

    /// <summary>Whether a part that is needed cannot be had now, which is no error of the service.</summary>
    public static bool IsPassing(Exception thrown) => thrown is StoreUnavailableException or BusUnavailableException;
}
