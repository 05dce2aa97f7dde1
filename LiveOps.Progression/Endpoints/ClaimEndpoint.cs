using LiveOps.Core.Bus;
using LiveOps.Core.Ids;
using LiveOps.Core.Problems;
using LiveOps.Core.Signing;
using LiveOps.Progression.Claims;
using LiveOps.ServiceDefaults.OpenApi;
using LiveOps.ServiceDefaults.Requests;
using LiveOps.ServiceDefaults.Signing;
using LiveOps.ServiceDefaults.Stores;

namespace LiveOps.Progression.Endpoints;

/// <summary>
/// Claiming a reward: the signed request is turned into a claim that carries a receipt, and the first such claim that the store takes
/// wins; every other caller, at once or later, gets the receipt of that first one.
/// </summary>
internal static class ClaimEndpoint
{
    public static void MapClaims(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/v1/players/{id}/rewards/{reward}/claim", ClaimReward).InSection("players", "Progress, rewards and their receipts.").WithName("claimReward")
            .WithSummary("Claims a granted reward: its receipt, the same again each time. Signed like events, by the game or by the player.")
            .Accepts<ClaimRequestBody>(isOptional: true, "application/json", "*/*")
            .Produces<ClaimAnswerBody>().IsSigned()
            .Refuses(ProblemTypes.MalformedBody, ProblemTypes.UnknownReward, ProblemTypes.PayloadTooLarge, ProblemTypes.IdempotencyKeyReused, ProblemTypes.NotYourPlayer, ProblemTypes.Unavailable);

    private static async Task<IResult> ClaimReward(string id, string reward, HttpContext context, RequestVerifier verifier, RewardClaims claims)
    {
        if (await BoundedBody.ReadAsync(context) is not { } body)
            return BoundedBody.TooLarge;
        VerifiedRequest request;
        try
        {
            request = await verifier.VerifyAsync(context.Request.Headers, body);
        }
        catch (StoreUnavailableException)
        {
            return new Problem(ProblemTypes.Unavailable, "Whether the player's key was revoked cannot be looked up: send the claim again.", retryAfter: 1);
        }

        if (request.Outcome != SignatureOutcome.Valid)
            return request.Outcome.ToProblem();
        if (!IdRule.IsValid(id))
            return new Problem(ProblemTypes.InvalidParameter, $"The player's id {IdRule.Sentence}.");
        if (!request.Signer.MaySpeakFor(id))
            return new Problem(ProblemTypes.NotYourPlayer, "A player's key claims that player's rewards.");
        if (ClaimBody.Check(body, id, reward) is { } problem)
            return problem;
        try
        {
            ClaimOutcome outcome = await claims.ClaimAsync(id, reward, request.Signer, context.RequestAborted);
            return outcome.Status switch
            {
                ClaimStatus.NotGranted => new Problem(ProblemTypes.UnknownReward),
                ClaimStatus.RequestReused => new Problem(ProblemTypes.IdempotencyKeyReused, "This webhook-id claimed another reward: each claim needs its own."),
                _ => Results.Json(new ClaimAnswerBody(reward, outcome.Receipt!), ProgressionJson.Default.ClaimAnswerBody),
            };
        }
        catch (Exception e) when (e is BusUnavailableException or StoreUnavailableException)
        {
            return new Problem(ProblemTypes.Unavailable, "The claim could not be made durable: send it again.", retryAfter: 1);
        }
    }
}
