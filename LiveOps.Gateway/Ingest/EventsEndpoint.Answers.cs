using LiveOps.Core.Problems;
using LiveOps.ServiceDefaults.Requests;

namespace LiveOps.Gateway.Ingest;

/// <content>Answers, and what is asked for in headers.</content>
internal sealed partial class EventsEndpoint
{
    /// <summary>Whether the body is gzip; false where it is encoded otherwise.</summary>
    public static bool TryGetEncoding(HttpRequest request, out bool gzipped)
    {
        gzipped = false;
        if (!request.Headers.TryGetValue("Content-Encoding", out var encoding) || encoding is [null or "" or "identity"])
            return true;
        gzipped = encoding is [{ } one] && one.Equals(Gzipped, StringComparison.OrdinalIgnoreCase);
        return gzipped;
    }

    private static Task ReplayAsync(HttpContext context, byte[] answer)
    {
        context.Response.Headers["Idempotency-Replayed"] = "true";
        return AnswerAsync(context, answer);
    }

    private static Task AnswerAsync(HttpContext context, ReadOnlyMemory<byte> json) => JsonAnswer.SendAsync(context, json.Span, StatusCodes.Status202Accepted);

    // It leaves no trace, in the key's quota neither.
    private Task NothingAcceptedAsync(HttpContext context, string why)
    {
        quotas.GiveBack(context);
        return RefuseAsync(context, new Problem(ProblemTypes.Unavailable, why, RetrySoon));
    }

    private Task RefuseAsync(HttpContext context, Problem problem)
    {
        metrics.Refused(problem.Type);
        return problem.ExecuteAsync(context);
    }
}
