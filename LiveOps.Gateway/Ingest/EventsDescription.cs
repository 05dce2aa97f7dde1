using LiveOps.Core.Problems;

namespace LiveOps.Gateway.Ingest;

/// <summary>Describes <c>POST /v1/events</c> in <c>/openapi/v1.json</c>: the endpoint reads raw bytes, so nothing can be inferred from it.</summary>
internal static class EventsDescription
{
    private static readonly ProblemType[] Problems =
    [
        ProblemTypes.MalformedBody, ProblemTypes.MissingSignature, ProblemTypes.PlayerBlocked, ProblemTypes.RequestInProgress, ProblemTypes.PayloadTooLarge,
        ProblemTypes.UnsupportedEncoding, ProblemTypes.AllRejected, ProblemTypes.RateLimited, ProblemTypes.Unavailable,
    ];

    public static RouteHandlerBuilder Describe(this RouteHandlerBuilder endpoint)
    {
        endpoint.Accepts<SentEvent>("application/json", "*/*").Produces<SentAnswer>(StatusCodes.Status202Accepted);
        foreach (ProblemType problem in Problems)
            endpoint.ProducesProblem(problem.Status);
        return endpoint
            .WithSummary("Takes one signed event, or a batch.")
            .WithDescription("One event, or {\"events\":[…]} with at most 1,000. Signed by the headers webhook-id, webhook-timestamp and webhook-signature (Standard Webhooks); liveops-key names the key when there are several.");
    }

    /// <summary>An event.</summary>
    internal sealed record SentEvent(string Id, string PlayerId, string Type, DateTimeOffset OccurredAt, SentData Data);

    /// <summary>xp_gained: amount; boss_killed: bossId; item_acquired: itemId, quantity; score_submitted: board, score.</summary>
    internal sealed record SentData(long? Amount, string? BossId, string? ItemId, long? Quantity, string? Board, long? Score);

    /// <summary>What became of the events.</summary>
    internal sealed record SentAnswer(int Accepted, int Duplicates, IReadOnlyList<SentRejection> Rejected);

    /// <summary>Why an event was not accepted.</summary>
    internal sealed record SentRejection(int Index, string? Id, int Status, string Type, string Detail, int? RetryAfter);
}
