using LiveOps.Core.Problems;
using LiveOps.Core.Signing;
using LiveOps.Gateway.Bodies;
using LiveOps.ServiceDefaults.Stores;

namespace LiveOps.Gateway.Ingest;

/// <content>Who signed, and what that key may.</content>
internal sealed partial class EventsEndpoint
{
    // Only for a player's key that was not seen lately there may be something to wait for.
    private ValueTask VerifyAsync(HttpContext context, ReadOnlyMemory<byte> body, UnverifiedBodies.Body? held)
    {
        ValueTask<VerifiedRequest> verified = verifier.VerifyAsync(context.Request.Headers, body); // 2
        return verified.IsCompletedSuccessfully ? VerifiedAsync(context, verified.Result, body, held) : WaitForKeyAsync(context, verified, body, held);
    }

    private async ValueTask WaitForKeyAsync(HttpContext context, ValueTask<VerifiedRequest> verified, ReadOnlyMemory<byte> body, UnverifiedBodies.Body? held)
    {
        VerifiedRequest request;
        try
        {
            request = await verified;
        }
        catch (StoreUnavailableException e)
        {
            Log.KeysUnavailable(logger, e.Message);
            await NothingAcceptedAsync(context, "Whether the player's key was revoked cannot be looked up; nothing was accepted. Send the events again.");
            return;
        }

        await VerifiedAsync(context, request, body, held);
    }

    private ValueTask VerifiedAsync(HttpContext context, in VerifiedRequest request, ReadOnlyMemory<byte> body, UnverifiedBodies.Body? held)
    {
        if (request.Outcome != SignatureOutcome.Valid)
            return new ValueTask(RefuseAsync(context, request.Outcome.ToProblem()));
        held?.Release(); // from here on it is admission that bounds
        if (!players.TryTake(request.Signer, body.Length, out int soon))
            return new ValueTask(RefuseAsync(context, new Problem(ProblemTypes.RateLimited, "The player's keys send more than the gateway reads of one player.", soon)));
        if (!quotas.TryTake(request.Signer.KeyId, context, out int retryAfter))
            return new ValueTask(RefuseAsync(context, new Problem(ProblemTypes.QuotaExceeded, null, retryAfter)));
        if (TryGetEncoding(context.Request, out bool gzipped))
            return AdmitAsync(context, request.Signer, body, gzipped);
        context.Response.Headers.AcceptEncoding = Gzipped;
        return new ValueTask(RefuseAsync(context, new Problem(ProblemTypes.UnsupportedEncoding, "Content-Encoding may be gzip, or absent.")));
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Events of a player's key were refused, whether it was revoked cannot be looked up: {Reason}.")]
        public static partial void KeysUnavailable(ILogger logger, string reason);
    }
}
