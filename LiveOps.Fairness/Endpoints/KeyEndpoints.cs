using LiveOps.Core.Audit;
using LiveOps.Core.Bus;
using LiveOps.Core.Ids;
using LiveOps.Core.Problems;
using LiveOps.Fairness.Stores;
using LiveOps.ServiceDefaults.OpenApi;
using LiveOps.ServiceDefaults.Operators;
using LiveOps.ServiceDefaults.Operators.Endpoints;
using LiveOps.ServiceDefaults.Stores;

namespace LiveOps.Fairness.Endpoints;

/// <summary>Revoking the keys of a player. They are made by the gateway, and kept nowhere: what is kept is since when they hold.</summary>
internal static class KeyEndpoints
{
    private const string Revoked = "revoke-keys";

    public static void MapKeys(this WebApplication app) =>
        app.MapPost("/v1/players/{id}/keys/revoke", RevokeAsync).RequireOperator()
            .WithName("revokePlayerKeys").InSection("keys", "Keys of players' clients.")
            .WithSummary("Revokes all keys of a player that were made until now; every service refuses them within two seconds. The game's server can make new ones at once.")
            .WithDescription("The \"reason\" goes to the audit.")
            .Produces<RevokedKeys>().Refuses(ProblemTypes.Unavailable)
            .Takes(CallParameter.Header(OperatorIdentity.Header, "Who decides, where the token is shared by several; absent: operator.", SchemaParts.Id))
            .TakesReason(BlockRequest.Why, typeof(ReasonRequest));

    private static async Task<IResult> RevokeAsync(string id, HttpContext context, IFairnessStore store, string? reason = null)
    {
        if (!IdRule.IsValid(id))
            return new Problem(ProblemTypes.InvalidParameter, $"The player's id {IdRule.Sentence}.");
        if (OperatorText.Optional("reason", reason, BlockRequest.MaxReason, out string why) is { } problem)
            return problem;
        try
        {
            AuditEntry entry = OperatorIdentity.Entry(context, AuditKinds.Player, Revoked) with { PlayerId = id, Reason = why };
            return TypedResults.Ok(new RevokedKeys(id, DateTime.UnixEpoch.AddMilliseconds(await store.RevokeKeysAsync(entry, context.RequestAborted))));
        }
        catch (Exception e) when (e is BusUnavailableException or StoreUnavailableException)
        {
            return new Problem(ProblemTypes.Unavailable, "It could not be confirmed that the keys are revoked: send it again.", retryAfter: 1);
        }
    }
}
