using System.Buffers;
using LiveOps.Core.Events;
using LiveOps.Core.Ids;
using LiveOps.Core.Problems;
using LiveOps.Core.Verdicts;
using LiveOps.Fairness.Standings;
using LiveOps.ServiceDefaults.OpenApi;
using LiveOps.ServiceDefaults.Operators;
using Microsoft.AspNetCore.Http.Features;

namespace LiveOps.Fairness.Endpoints;

/// <summary>
/// <c>POST /v1/verdicts</c>: <see cref="IVerdicts"/> for a gateway in another process. Asking changes players' rates, so it needs the
/// operator's token; without one configured it is refused.
/// </summary>
internal static class VerdictEndpoints
{
    private static readonly TimeSpan MaxSkew = TimeSpan.FromMinutes(5);

    public static void MapVerdicts(this WebApplication app)
    {
        app.MapPost("/v1/verdicts", AskAsync).RequireOperator()
            .WithName("askVerdicts").InSection("internal", "What the services ask each other.").WithSummary("A gateway's question: a batch of events in, a verdict for each out, both in the bus's own binary formats.")
            .Accepts<Stream>(VerdictsFormat.ContentType).Produces<Stream>(200, VerdictsFormat.ContentType)
            .Refuses(ProblemTypes.MalformedBody, ProblemTypes.PayloadTooLarge, ProblemTypes.Unavailable);
    }

    private static async Task<IResult> AskAsync(HttpContext context, IVerdicts engine, TimeProvider clock)
    {
        if (context.Request.ContentLength is not { } length)
            return new Problem(ProblemTypes.MalformedBody, "Content-Length is needed.");
        if (length > VerdictsFormat.MaxBytes)
            return new Problem(ProblemTypes.PayloadTooLarge, $"A batch may have {VerdictsFormat.MaxBytes} bytes.");
        context.Features.Get<IHttpMaxRequestBodySizeFeature>()!.MaxRequestBodySize = VerdictsFormat.MaxBytes;
        byte[] body = ArrayPool<byte>.Shared.Rent((int)length);
        Verdict[] verdicts = ArrayPool<Verdict>.Shared.Rent(EventBatch.MaxEvents);
        try
        {
            await context.Request.Body.ReadExactlyAsync(body.AsMemory(0, (int)length), context.RequestAborted);
            if (!EventBatch.TryRead(body.AsMemory(0, (int)length), out EventBatch batch) || !IdsAreValid(batch))
                return new Problem(ProblemTypes.MalformedBody, "The body is not a batch of events.");
            if (Math.Abs(batch.AcceptedAt - clock.UnixTicks()) > MaxSkew.Ticks)
                return new Problem(ProblemTypes.MalformedBody, "The batch's time is more than five minutes off this service's clock.");
            await engine.AskAsync(batch, verdicts.AsMemory(0, batch.Count), context.RequestAborted);
            context.Response.ContentType = VerdictsFormat.ContentType;
            VerdictsFormat.Write(context.Response.BodyWriter, verdicts.AsSpan(0, batch.Count));
            await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
            return Results.Empty;
        }
        catch (EndOfStreamException)
        {
            return new Problem(ProblemTypes.MalformedBody, "The body is shorter than its Content-Length.");
        }
        catch (VerdictsUnavailableException e)
        {
            return new Problem(ProblemTypes.Unavailable, e.Message, retryAfter: 1);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(body);
            ArrayPool<Verdict>.Shared.Return(verdicts, clearArray: true);
        }
    }

    private static bool IdsAreValid(EventBatch batch)
    {
        foreach (GameEvent e in batch)
        {
            if (!IdRule.WasValid(e.Id) || !IdRule.WasValid(e.PlayerId) || e.Value is < -GameEvent.MaxValue or > GameEvent.MaxValue)
                return false;
        }

        return true;
    }
}
