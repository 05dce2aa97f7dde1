using LiveOps.Core.Receipts;
using LiveOps.ServiceDefaults.OpenApi;

namespace LiveOps.Progression.Endpoints;

/// <summary>The public halves of the keys that receipts are signed with, as a JSON Web Key Set (RFC 7517), where every JWT library looks for them.</summary>
internal static class KeySetEndpoint
{
    // Who verifies keeps the set for a while: a key stands in it before it signs.
    private const string KeptFor = "public, max-age=300";

    public static void MapKeySet(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/.well-known/jwks.json", Get).InSection("receipts", "Whether a receipt is genuine.").WithName("getReceiptKeys")
            .WithSummary("The keys that receipts are verified by, without asking: a JSON Web Key Set; none where receipts are signed with a secret.")
            .Produces<KeySetBody>();

    private static IResult Get(HttpContext context, ReceiptKeys keys)
    {
        context.Response.Headers.CacheControl = KeptFor;
        return Results.Json(new KeySetBody([.. keys.Published.Select(key => new KeyBody("EC", "P-256", key.X, key.Y, key.Id, key.Algorithm, "sig"))]), ProgressionJson.Default.KeySetBody);
    }
}
