using LiveOps.Core.Ids;
using LiveOps.Core.Problems;
using LiveOps.Core.Signing;
using LiveOps.ServiceDefaults.OpenApi;
using LiveOps.ServiceDefaults.Requests;
using LiveOps.ServiceDefaults.Signing;
using LiveOps.ServiceDefaults.Stores;

namespace LiveOps.Gateway.Keys;

/// <summary>
/// <c>POST /v1/players/{id}/keys</c>: a key for one player's client, asked for by the game's server and signed with the game's secret, of which it is derived. Nothing is
/// stored: asking again for the same expiry answers the same, until the player's keys are revoked.
/// </summary>
internal static class PlayerKeyEndpoint
{
    public static void MapPlayerKeys(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/v1/players/{id}/keys", MakeAsync).WithName("makePlayerKey").InSection("keys", "Keys for players' clients.")
            .WithSummary("A key for one player's client, derived from the key that signs this call: it signs only that player's events and claims, until it expires. Keys of players make none.")
            .Accepts<PlayerKeyRequest>("application/json", "*/*").Produces<PlayerKeyAnswer>().IsSigned()
            .Refuses(ProblemTypes.MalformedBody, ProblemTypes.PayloadTooLarge, ProblemTypes.NotYourPlayer, ProblemTypes.Unavailable);

    private static async Task<IResult> MakeAsync(string id, HttpContext context, RequestVerifier verifier, TimeProvider clock, IServiceProvider services)
    {
        if (await BoundedBody.ReadAsync(context) is not { } body)
            return BoundedBody.TooLarge;
        try
        {
            VerifiedRequest request = await verifier.VerifyAsync(context.Request.Headers, body);
            if (request.Outcome != SignatureOutcome.Valid)
                return request.Outcome.ToProblem();
            if (request.Signer.PlayerId is not null)
                return new Problem(ProblemTypes.NotYourPlayer, "A player's key makes no keys: the game's server does.");
            if (!IdRule.IsValid(id))
                return new Problem(ProblemTypes.InvalidParameter, $"The player's id {IdRule.Sentence}.");
            if (PlayerKeyRequest.Read(body, out PlayerKeyRequest? asked) is { } wrong)
                return new Problem(ProblemTypes.MalformedBody, $$"""{{wrong}} Send {"expiresAt":"2026-11-20T09:30:00Z"}.""");
            if (asked!.Check(id, clock.GetUtcNow(), out long expiry) is { } problem)
                return problem;
            if (services.GetService<IPlayerEpochs>() is not { } epochs)
                return new Problem(ProblemTypes.Unavailable, "This gateway has nobody who knows which keys were revoked.");
            string name = new PlayerKey(id, expiry, request.Signer.KeyId).Name;
            byte[] secret = request.Secret!.PlayerSecret(name, await epochs.NewestAsync(id));
            context.Response.Headers.CacheControl = "no-store";
            return Results.Json(new PlayerKeyAnswer(name, SigningSecret.Write(secret)), KeysJson.AsTheyAre.PlayerKeyAnswer);
        }
        catch (StoreUnavailableException)
        {
            return new Problem(ProblemTypes.Unavailable, "Whether the player's keys were revoked cannot be looked up: ask again.", retryAfter: 1);
        }
    }
}
