using System.Text.Json;
using LiveOps.Core.Json;
using LiveOps.Core.Problems;
using LiveOps.Core.Receipts;
using LiveOps.ServiceDefaults.Cors;
using LiveOps.ServiceDefaults.OpenApi;
using LiveOps.ServiceDefaults.Requests;

namespace LiveOps.Progression.Endpoints;

/// <summary>Whether a receipt is genuine, for whoever does not hold the secret.</summary>
internal static class ReceiptEndpoint
{
    public static void MapReceipts(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/v1/receipts/verify", Verify).InSection("receipts", "Whether a receipt is genuine.").WithName("verifyReceipt").WithSummary("Whether a receipt is genuine, and what it says.")
            .Accepts<VerifyRequestBody>("application/json", "*/*")
            .Produces<VerifyAnswerBody>().Refuses(ProblemTypes.MalformedBody, ProblemTypes.PayloadTooLarge)
            .IsReading().HasOpenBody();

    private static async Task<IResult> Verify(HttpContext context, ReceiptKeys keys)
    {
        if (await BoundedBody.ReadAsync(context) is not { } body)
            return BoundedBody.TooLarge;
        if (ReadReceipt(body) is not { } receipt)
            return new Problem(ProblemTypes.MalformedBody, """Send {"receipt":"…"}.""");
        ReceiptVerdict verdict = ReceiptVerifier.Verify(receipt, keys);
        ClaimsBody? claims = verdict.Claims is { } genuine
            ? new ClaimsBody(ReceiptClaims.Issuer, genuine.PlayerId, genuine.ClaimId, genuine.Reward, genuine.IssuedAt)
            : null;
        return Results.Json(new VerifyAnswerBody(claims is not null, claims, verdict.Reason), ProgressionJson.Default.VerifyAnswerBody);
    }

    // Other members are passed over: a receipt may be sent on as it was answered, with its reward.
    private static string? ReadReceipt(byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize(JsonTokens.PastMark(body), ProgressionJson.Default.VerifyRequestBody)?.Receipt;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
