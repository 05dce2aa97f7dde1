using LiveOps.Core.Problems;
using LiveOps.Core.Signing;
using LiveOps.ServiceDefaults.Stores;

namespace LiveOps.Gateway.Ingest;

/// <content>Who signed, and what that key may.</content>
internal sealed partial class EventsEndpoint
{
    // Only for a player's key that was not seen lately there may be something to wait for.
    private ValueTask VerifyAsync(HttpContext context, ReadOnlyMemory<byte> body)
    {
        ValueTask<VerifiedRequest> verified = verifier.VerifyAsync(context.Request.Headers, body); // 2
        return verified.IsCompletedSuccessfully ? VerifiedAsync(context, verified.Result, body) : WaitForKeyAsync(context, verified, body);
    }

    private async ValueTask WaitForKeyAsync(HttpContext context, ValueTask<VerifiedRequest> verified, ReadOnlyMemory<byte> body)
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

        await VerifiedAsync(context, request, body);
    }

    private ValueTask VerifiedAsync(HttpContext context, in VerifiedRequest request, ReadOnlyMemory<byte> body)
    {
        if (request.Outcome != SignatureOutcome.Valid)
            return new ValueTask(RefuseAsync(context, request.Outcome.ToProblem()));
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
