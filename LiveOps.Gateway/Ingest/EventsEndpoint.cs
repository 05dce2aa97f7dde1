using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using LiveOps.Core.Bus;
using LiveOps.Core.Events;
using LiveOps.Core.Problems;
using LiveOps.Core.Signing;
using LiveOps.Core.Verdicts;
using LiveOps.Gateway.Bodies;
using LiveOps.Gateway.Idempotency;
using LiveOps.ServiceDefaults.Stores;
using Microsoft.Extensions.ObjectPool;

namespace LiveOps.Gateway.Ingest;

/// <summary>
/// <c>POST /v1/events</c>, in this order:
/// <list type="number">
/// <item>read the raw bytes once, bounded; what is more than headers may be, only under headers of a key that there is, and within what may be held of bodies that nobody has verified;</item>
/// <item>verify the signature over those bytes: of a key of the game, or of a player, who speaks for nobody else;</item>
/// <item>claim the idempotency key;</item>
/// <item>read the events in one pass, and drop those accepted before;</item>
/// <item>ask Fairness for verdicts, in one call;</item>
/// <item>publish the accepted ones as one batch: durable before the answer, and the answer with it;</item>
/// <item>answer with what became of every item.</item>
/// </list>
/// A request of which nothing was accepted gives its key back and leaves no trace.
/// </summary>
internal sealed partial class EventsEndpoint(
    RequestVerifier verifier,
    IRequestMemory memory,
    BodyReader reader,
    Judge judge,
    IEventBus bus,
    AcceptedBatches batches,
    Admission admission,
    Quotas quotas,
    PlayerRates players,
    UnverifiedBodies unverified,
    IngestOptions options,
    GatewayMetrics metrics,
    TimeProvider clock,
    ILogger<EventsEndpoint> logger)
{
    private const int RetrySoon = 1;

    // Ten rejections of each kind and some more. What is longer is answered and not kept: sent again, ids tell what was accepted, and what was not is judged again. The game's own
    // are kept whatever they are, a thousand rejections at the most.
    private const int MostKeptOfPlayer = 8 << 10;
    private const string Gzipped = "gzip";
    private const string NotStored = "The events could not be stored; nothing was accepted. Send them again.";
    private const string MayBeStored = "Whether the events were stored is not known. Send them again under the same webhook-id and with the same ids: none counts twice.";

    private readonly ObjectPool<IngestScratch> _scratch = new DefaultObjectPool<IngestScratch>(new DefaultPooledObjectPolicy<IngestScratch>(), 1024);

    public Task HandleAsync(HttpContext context) => context.Request.ContentLength <= UnverifiedBodies.Free ? TakeSmallAsync(context) : TakeLargeAsync(context);

    private async Task TakeSmallAsync(HttpContext context)
    {
        RequestBody body = await RequestBody.ReadAsync(context.Request, options.MaxBodyBytes, context.RequestAborted); // 1
        try
        {
            await VerifyAsync(context, body.Bytes, null);
        }
        finally
        {
            body.Release();
        }
    }

    private async Task TakeLargeAsync(HttpContext context)
    {
        if (verifier.Ahead(context.Request.Headers, out bool isPlayers) is var ahead && ahead != SignatureOutcome.Valid) // 1
        {
            await RefuseAsync(context, ahead.ToProblem());
            return;
        }

        int most = isPlayers ? options.MaxPlayerBytes : options.MaxBodyBytes;
        UnverifiedBodies.Body held = unverified.Begin(context.Connection.RemoteIpAddress);
        RequestBody? read = null;
        try
        {
            read = await RequestBody.ReadInTimeAsync(context.Request, most, UnverifiedBodies.MinBytesPerSecond, UnverifiedBodies.Grace, clock, held);
            if (read is not { } body)
                await RefuseAsync(context, new Problem(ProblemTypes.Unavailable, "The body came too slowly; nothing was accepted.", RetrySoon));
            else if (held.IsRefused)
                await RefuseAsync(context, new Problem(ProblemTypes.Unavailable, "Too many other bodies are being read; nothing was accepted.", RetrySoon));
            else if (body.IsTooLarge)
                await RefuseAsync(context, new Problem(ProblemTypes.PayloadTooLarge, $"A body holds at most {most} bytes as sent."));
            else
                await VerifyAsync(context, body.Bytes, held);
        }
        finally
        {
            read?.Release();
            held.Release();
        }
    }

    // A place is taken only now: whoever sends slowly, or without a key, takes none. The state machines of what waits are lent, not made.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask AdmitAsync(HttpContext context, SignedBy signer, ReadOnlyMemory<byte> body, bool gzipped)
    {
        if (!await admission.EnterAsync(context.RequestAborted))
        {
            await NothingAcceptedAsync(context, "Too many requests are waiting; nothing was accepted.");
            return;
        }

        IngestScratch scratch = _scratch.Get();
        scratch.Rate = players.Of(signer);
        scratch.Read.Only = signer.PlayerId is { } player ? Encoding.ASCII.GetBytes(player) : null;
        try
        {
            await ClaimAsync(context, IdempotencyKey.Of(signer, body.Span), body, gzipped, scratch);
        }
        finally
        {
            scratch.Trim();
            _scratch.Return(scratch);
            admission.Leave();
        }
    }

    private ValueTask ClaimAsync(HttpContext context, IdempotencyKey key, ReadOnlyMemory<byte> body, bool gzipped, IngestScratch scratch)
    {
        ValueTask<ClaimAnswer> claim = memory.ClaimAsync(key); // 3
        return claim.IsCompletedSuccessfully
            ? ClaimedAsync(context, claim.Result, key, body, gzipped, scratch)
            : WaitForClaimAsync(context, claim, key, body, gzipped, scratch);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask WaitForClaimAsync(
        HttpContext context, ValueTask<ClaimAnswer> claim, IdempotencyKey key, ReadOnlyMemory<byte> body, bool gzipped, IngestScratch scratch)
    {
        ClaimAnswer claimed;
        try
        {
            claimed = await claim;
        }
        catch (StoreUnavailableException e)
        {
            Log.MemoryUnavailable(logger, e.Message);
            await NothingAcceptedAsync(context, "Nothing was accepted. Send the events again.");
            return;
        }

        await ClaimedAsync(context, claimed, key, body, gzipped, scratch);
    }

    private ValueTask ClaimedAsync(HttpContext context, ClaimAnswer claim, IdempotencyKey key, ReadOnlyMemory<byte> body, bool gzipped, IngestScratch scratch) =>
        claim.Claim switch
        {
            Claim.New => AcceptAsync(context, key, body, gzipped, scratch),
            Claim.Answered => new ValueTask(ReplayAsync(context, claim.Json ?? AnswerJson.OneAccepted)),
            Claim.InFlight => new ValueTask(RefuseAsync(context, new Problem(ProblemTypes.RequestInProgress, null, RetrySoon))),
            _ => new ValueTask(RefuseAsync(context, new Problem(ProblemTypes.IdempotencyKeyReused, "Use a new webhook-id for a new body."))),
        };

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask AcceptAsync(HttpContext context, IdempotencyKey key, ReadOnlyMemory<byte> body, bool gzipped, IngestScratch scratch)
    {
        bool completed = false;
        try
        {
            Problem? problem = reader.Read(body, gzipped, scratch, out int duplicates, out EventBody kind); // 4
            if (scratch.Rate is { } rate)
                players.Charge(rate, gzipped ? scratch.Inflated.WrittenCount - body.Length : 0, scratch.Read.Rejected.Count);
            if (problem is not null)
            {
                await RefuseAsync(context, problem);
                return;
            }

            EventIntake accepted = duplicates > 0 ? scratch.Fresh : scratch.Read;
            bool unverified = false;
            if (accepted.Events.Count > 0)
            {
                (accepted, unverified) = await judge.AskAsync(accepted, scratch, context.RequestAborted); // 5
            }

            int count = accepted.Events.Count;
            List<Rejection> rejected = scratch.Read.Rejected;
            if (count == 0 && duplicates == 0)
            {
                await Rejections.ToProblem(rejected, kind).ExecuteAsync(context);
                return;
            }

            bool isPlain = count == 1 && duplicates == 0 && rejected.Count == 0;
            if (!isPlain)
                rejected.Sort(static (a, b) => a.Index.CompareTo(b.Index));
            WriteOrigin(scratch.Origin, key, isPlain, count, duplicates, rejected);
            if (count > 0)
            {
                bool isKept = scratch.Read.Only is null || scratch.Origin.WrittenCount - Origin.HeaderLength <= MostKeptOfPlayer;
                IdempotencyKey of = isKept ? key : key.OfNobody();
                EventBatch batch = batches.Seal(context.Request.Headers, accepted.Events, isKept ? scratch.Origin.WrittenSpan : Origin.WithoutAnswer(of), unverified);
                await bus.PublishAsync(new BusMessage(BusMessageKind.Events, batch.Bytes), CancellationToken.None); // 6
                completed = isKept;
                await memory.CompleteAsync(of, batch);
                batches.Count(batch);
            }

            await AnswerAsync(context, isPlain ? AnswerJson.OneAccepted : scratch.Origin.WrittenMemory[Origin.HeaderLength..]); // 7
        }
        catch (BusUnavailableException e)
        {
            Log.BusUnavailable(logger, e.Message);
            await (e.MayBePublished ? RefuseAsync(context, new Problem(ProblemTypes.Unavailable, MayBeStored, RetrySoon)) : NothingAcceptedAsync(context, NotStored));
        }
        catch (VerdictsUnavailableException e)
        {
            Log.VerdictsUnavailable(logger, e.Message);
            await NothingAcceptedAsync(context, "The events could not be judged; nothing was accepted. Send them again.");
        }
        finally
        {
            if (!completed)
                await memory.ReleaseAsync(key);
        }
    }

    private static void WriteOrigin(ArrayBufferWriter<byte> to, IdempotencyKey key, bool isPlain, int accepted, int duplicates, List<Rejection> rejected)
    {
        to.ResetWrittenCount();
        Origin.Write(to.GetSpan(Origin.HeaderLength), key);
        to.Advance(Origin.HeaderLength);
        if (!isPlain)
            AnswerJson.Write(to, accepted, duplicates, rejected);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Events were refused: {Reason}.")]
        public static partial void BusUnavailable(ILogger logger, string reason);

        [LoggerMessage(LogLevel.Warning, "Events were refused, what was answered before cannot be looked up: {Reason}.")]
        public static partial void MemoryUnavailable(ILogger logger, string reason);

        [LoggerMessage(LogLevel.Warning, "Events were refused, Fairness could not be asked: {Reason}.")]
        public static partial void VerdictsUnavailable(ILogger logger, string reason);
    }
}
