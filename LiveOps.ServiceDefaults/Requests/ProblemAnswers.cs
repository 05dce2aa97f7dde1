using LiveOps.Core.Problems;
using Microsoft.AspNetCore.Http;

namespace LiveOps.ServiceDefaults.Requests;

/// <summary>The problem that is answered where no endpoint said one itself.</summary>
internal static class ProblemAnswers
{
    /// <summary>For a status without a body.</summary>
    public static Problem For(int status) => status switch
    {
        404 => new Problem(ProblemTypes.NotFound),
        405 => new Problem(ProblemTypes.MethodNotAllowed),
        413 => new Problem(ProblemTypes.PayloadTooLarge),
        415 => new Problem(ProblemTypes.UnsupportedEncoding),
        503 => new Problem(ProblemTypes.Unavailable, retryAfter: 1),
        >= 400 and < 500 => new Problem(ProblemTypes.MalformedBody),
        _ => new Problem(ProblemTypes.InternalError),
    };

    /// <summary>For what was thrown: Kestrel's own refusals of a request keep their status, anything else is our fault.</summary>
    public static Problem For(Exception thrown) => For(thrown is BadHttpRequestException refusal ? refusal.StatusCode : StatusCodes.Status500InternalServerError);
}
