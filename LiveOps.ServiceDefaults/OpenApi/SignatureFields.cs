using LiveOps.Core.Problems;
using LiveOps.Core.Signing;

namespace LiveOps.ServiceDefaults.OpenApi;

/// <summary>What signed calls have in common: the header fields of a signature, and what is said when it does not hold.</summary>
internal static class SignatureFields
{
    public static IReadOnlyList<CallParameter> All { get; } =
    [
        CallParameter.Header(StandardWebhooks.IdHeader, "Names the request, and is its idempotency key.", SchemaParts.Id, required: true),
        CallParameter.Header(StandardWebhooks.TimestampHeader, "When it was signed: Unix seconds, within 300 s of the server's clock.", SchemaParts.Text("^[0-9]{1,19}$"), required: true),
        CallParameter.Header(
            StandardWebhooks.SignatureHeader, "v1, and the base64 of HMAC-SHA256 over id.timestamp.body, the body as sent; several are separated by spaces.", SchemaParts.Text(), required: true),
        CallParameter.Header(KeyRing.KeyHeader, "Which key signed: one of the game, or one of a player as it was handed out; absent: default.", SchemaParts.Text("^[A-Za-z0-9_.:~-]{1,144}$")),
    ];

    public static IReadOnlyList<ProblemType> Problems { get; } =
        [ProblemTypes.MissingSignature, ProblemTypes.BadSignature, ProblemTypes.StaleTimestamp, ProblemTypes.UnknownKey, ProblemTypes.ExpiredKey];
}
