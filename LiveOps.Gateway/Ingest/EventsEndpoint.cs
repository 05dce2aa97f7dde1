using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using LiveOps.Core.Bus;
using LiveOps.Core.Events;
using LiveOps.Core.Ids;
using LiveOps.Core.Problems;
using LiveOps.Core.Signing;
using LiveOps.Core.Verdicts;
using LiveOps.Gateway.Bodies;
using LiveOps.Gateway.Idempotency;
using Microsoft.Extensions.ObjectPool;

namespace LiveOps.Gateway.Ingest;

/// <summary>
/// <c>POST /v1/events</c>, in this order:
/// <list type="number">
/// <item>read the raw bytes once, bounded;</item>
/// <item>verify the signature over those bytes;</item>
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
    RequestMemory memory,
    IVerdicts verdicts,
    IEventBus bus,
    AcceptanceClock clock,
    Admission admission,
    Quotas quotas,
    IngestOptions options,
    GatewayMetrics metrics,
    ILogger<EventsEndpoint> logger)
{
    private const int RetrySoon = 1;
    private const string Gzipped = "gzip";

    private readonly ObjectPool<IngestScratch> _scratch = new DefaultObjectPool<IngestScratch>(new DefaultPooledObjectPolicy<IngestScratch>(), 1024);

    public async Task HandleAsync(HttpContext context)
    {
        RequestBody body = await RequestBody.ReadAsync(context.Request, options.MaxBodyBytes, context.RequestAborted); // 1
        try
        {
            if (body.IsTooLarge)
                await RefuseAsync(context, new Problem(ProblemTypes.PayloadTooLarge, $"A body holds at most {options.MaxBodyBytes} bytes as sent."));
            else
                await VerifyAsync(context, body.Bytes);
        }
        finally
        {
            body.Release();
        }
    }

    private ValueTask VerifyAsync(HttpContext context, ReadOnlyMemory<byte> body)
    {
        SignatureOutcome signature = verifier.Verify(context.Request.Headers, body.Span, out SignedBy signer); // 2
        if (signature != SignatureOutcome.Valid)
            return new ValueTask(RefuseAsync(context, signature.ToProblem()));
        if (!quotas.TryTake(signer.KeyId, context.Response.Headers, out int retryAfter))
            return new ValueTask(RefuseAsync(context, new Problem(ProblemTypes.QuotaExceeded, null, retryAfter)));
        if (TryGetEncoding(context.Request, out bool gzipped))
            return AdmitAsync(context, signer, body, gzipped);
        context.Response.Headers.AcceptEncoding = Gzipped;
        return new ValueTask(RefuseAsync(context, new Problem(ProblemTypes.UnsupportedEncoding, "Content-Encoding may be gzip, or absent.")));
    }

    // A place is taken only now: whoever sends slowly, or without a key, takes none. The state machines of what waits are lent, not made.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask AdmitAsync(HttpContext context, SignedBy signer, ReadOnlyMemory<byte> body, bool gzipped)
    {
        if (!await admission.EnterAsync(context.RequestAborted))
        {
            await RefuseAsync(context, new Problem(ProblemTypes.Unavailable, "Too many requests are waiting; nothing was accepted.", RetrySoon));
            return;
        }

        IngestScratch scratch = _scratch.Get();
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

    private ValueTask ClaimAsync(HttpContext context, IdempotencyKey key, ReadOnlyMemory<byte> body, bool gzipped, IngestScratch scratch) =>
        memory.Claim(key, out byte[]? answer) switch // 3
        {
            Claim.New => ClaimedAsync(context, key, body, gzipped, scratch),
            Claim.Answered => new ValueTask(ReplayAsync(context, answer ?? AnswerJson.OneAccepted)),
            Claim.InFlight => new ValueTask(RefuseAsync(context, new Problem(ProblemTypes.RequestInProgress, null, RetrySoon))),
            _ => new ValueTask(RefuseAsync(context, new Problem(ProblemTypes.IdempotencyKeyReused, "Use a new webhook-id for a new body."))),
        };

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask ClaimedAsync(HttpContext context, IdempotencyKey key, ReadOnlyMemory<byte> body, bool gzipped, IngestScratch scratch)
    {
        bool completed = false;
        try
        {
            if (Read(body, gzipped, scratch, out int duplicates, out EventBody kind) is { } problem) // 4
            {
                await RefuseAsync(context, problem);
                return;
            }

            EventIntake accepted = duplicates > 0 ? scratch.Fresh : scratch.Read;
            bool unverified = false;
            if (accepted.Events.Count > 0)
            {
                (accepted, unverified) = await JudgeAsync(accepted, scratch, context.RequestAborted); // 5
            }

            int count = accepted.Events.Count;
            List<Rejection> rejected = scratch.Read.Rejected;
            if (count == 0 && duplicates == 0)
            {
                await RejectedProblem(rejected, kind).ExecuteAsync(context);
                return;
            }

            bool isPlain = count == 1 && duplicates == 0 && rejected.Count == 0;
            if (!isPlain)
                rejected.Sort(static (a, b) => a.Index.CompareTo(b.Index));
            WriteOrigin(scratch.Origin, key, isPlain, count, duplicates, rejected);
            if (count > 0)
            {
                EventBatch batch = Seal(context, accepted.Events, scratch.Origin.WrittenSpan, unverified);
                await bus.PublishAsync(new BusMessage(BusMessageKind.Events, batch.Bytes), CancellationToken.None); // 6
                memory.Complete(key, batch);
                completed = true;
                Count(batch);
            }

            await AnswerAsync(context, isPlain ? AnswerJson.OneAccepted : scratch.Origin.WrittenMemory[Origin.HeaderLength..]); // 7
        }
        catch (BusUnavailableException e)
        {
            Log.BusUnavailable(logger, e.Message);
            await RefuseAsync(context, new Problem(ProblemTypes.Unavailable, "The events could not be stored; nothing was accepted. Send them again.", RetrySoon));
        }
        catch (VerdictsUnavailableException e)
        {
            Log.VerdictsUnavailable(logger, e.Message);
            await RefuseAsync(context, new Problem(ProblemTypes.Unavailable, "The events could not be judged; nothing was accepted. Send them again.", RetrySoon));
        }
        finally
        {
            if (!completed)
                memory.Release(key);
        }
    }

    // Null when there is something to go on with.
    private Problem? Read(ReadOnlyMemory<byte> body, bool gzipped, IngestScratch scratch, out int duplicates, out EventBody kind)
    {
        duplicates = 0;
        kind = EventBody.Malformed;
        if (gzipped)
        {
            switch (Gzip.Inflate(body, options.MaxInflatedBytes, scratch.Inflated))
            {
                case Gzip.Outcome.Damaged:
                    return new Problem(ProblemTypes.MalformedBody, "The body is not gzip.");
                case Gzip.Outcome.TooLarge:
                    return new Problem(ProblemTypes.PayloadTooLarge, $"A body holds at most {options.MaxInflatedBytes} bytes when inflated.");
                default:
                    body = scratch.Inflated.WrittenMemory;
                    break;
            }
        }

        kind = EventReader.Read(body.Span, scratch.Read, out string? detail);
        switch (kind)
        {
            case EventBody.Malformed:
                return new Problem(ProblemTypes.MalformedBody, detail);
            case EventBody.TooMany:
                return new Problem(ProblemTypes.PayloadTooLarge, detail);
            default:
                if (scratch.Read.Rejected.Count > 0)
                    metrics.Invalid(scratch.Read.Rejected.Count);
                duplicates = DropDuplicates(scratch);
                return null;
        }
    }

    private int DropDuplicates(IngestScratch scratch)
    {
        int count = scratch.Read.Events.Count;
        if (count == 0)
            return 0;
        EventBatch batch = scratch.Read.Events.Seal(0);
        Span<bool> drop = scratch.Drop.AsSpan(0, count);
        drop.Clear();
        int n = 0;
        foreach (GameEvent e in batch)
            scratch.Ids[n++] = IdHash.Of(e.Id);
        int duplicates = memory.MarkKnown(scratch.Ids.AsSpan(0, count), drop);
        if (count > 1)
            duplicates += scratch.MarkRepeats(count);
        if (duplicates == 0)
            return 0;
        n = 0;
        foreach (GameEvent e in batch)
        {
            if (drop[n++])
                metrics.Duplicate(e.Type);
        }

        scratch.Read.CopyTo(scratch.Fresh, drop);
        return duplicates;
    }

    // In process the verdicts are there at once; only a wait for them costs a state machine.
    private ValueTask<(EventIntake Accepted, bool Unverified)> JudgeAsync(EventIntake intake, IngestScratch scratch, CancellationToken aborted)
    {
        ValueTask asked = verdicts.AskAsync(intake.Events.Seal(clock.Now), scratch.Verdicts.AsMemory(0, intake.Events.Count), aborted);
        if (!asked.IsCompletedSuccessfully)
            return WaitForVerdictsAsync(asked, intake, scratch);
        asked.GetAwaiter().GetResult();
        return new((DropRejected(intake, scratch), false));
    }

    private async ValueTask<(EventIntake Accepted, bool Unverified)> WaitForVerdictsAsync(ValueTask asked, EventIntake intake, IngestScratch scratch)
    {
        try
        {
            await asked;
        }
        catch (VerdictsUnavailableException) when (options.AcceptUnverified)
        {
            return (intake, true);
        }

        return (DropRejected(intake, scratch), false);
    }

    private EventIntake DropRejected(EventIntake intake, IngestScratch scratch)
    {
        int count = intake.Events.Count, rejected = 0;
        for (int i = 0; i < count; i++)
        {
            bool drop = scratch.Verdicts[i].Kind != VerdictKind.Accepted;
            scratch.Drop[i] = drop;
            if (drop)
                rejected++;
        }

        if (rejected == 0)
            return intake;
        int n = 0;
        foreach (GameEvent e in intake.Events.Seal(0))
        {
            Verdict verdict = scratch.Verdicts[n];
            if (scratch.Drop[n])
            {
                scratch.Read.Rejected.Add(RejectionOf(verdict, intake.IndexOf(n), e));
                metrics.Rejected(e.Type);
            }

            n++;
        }

        intake.CopyTo(scratch.Accepted, scratch.Drop.AsSpan(0, count));
        return scratch.Accepted;
    }

    private static Rejection RejectionOf(Verdict verdict, int index, in GameEvent e)
    {
        (ProblemType type, string detail) = verdict.Kind switch
        {
            VerdictKind.RateLimited => (ProblemTypes.RateLimited, "The player sends too fast."),
            VerdictKind.Blocked => (ProblemTypes.PlayerBlocked, "The player is blocked."),
            _ => (ProblemTypes.ImplausibleEvent, "The event cannot be true."),
        };
        int retryAfter = verdict.Kind == VerdictKind.RateLimited ? Math.Max(1, verdict.RetryAfter) : verdict.RetryAfter;
        return new Rejection(index, Encoding.ASCII.GetString(e.Id), type, verdict.Detail ?? detail, retryAfter);
    }

    // The status they share, else 422; one event answers with its own problem.
    private static Problem RejectedProblem(List<Rejection> rejected, EventBody kind)
    {
        rejected.Sort(static (a, b) => a.Index.CompareTo(b.Index));
        Rejection first = rejected[0];
        bool shared = rejected.TrueForAll(rejection => rejection.Type == first.Type);
        bool sharedStatus = rejected.TrueForAll(rejection => rejection.Type.Status == first.Type.Status);
        ProblemType type = sharedStatus ? first.Type : ProblemTypes.AllRejected;
        string? detail = kind == EventBody.One || (shared && rejected.Count == 1) ? first.Detail : "No event of the batch was accepted.";
        int retryAfter = sharedStatus && type.Status == StatusCodes.Status429TooManyRequests ? rejected.Max(rejection => rejection.RetryAfter) : 0;
        return new Problem(type, detail, retryAfter) { Extensions = writer => AnswerJson.WriteRejected(writer, rejected) };
    }

    private static void WriteOrigin(ArrayBufferWriter<byte> to, IdempotencyKey key, bool isPlain, int accepted, int duplicates, List<Rejection> rejected)
    {
        to.ResetWrittenCount();
        Origin.Write(to.GetSpan(Origin.HeaderLength), key);
        to.Advance(Origin.HeaderLength);
        if (!isPlain)
            AnswerJson.Write(to, accepted, duplicates, rejected);
    }

    private EventBatch Seal(HttpContext context, EventBatchBuilder events, ReadOnlySpan<byte> origin, bool unverified)
    {
        Span<byte> trace = stackalloc byte[TraceParent.Length];
        int length = TraceParent.Of(context.Request.Headers, trace);
        return events.Seal(clock.Next(events.Count), trace[..length], origin, unverified);
    }

    private void Count(EventBatch batch)
    {
        Span<int> counts = stackalloc int[EventTypes.All.Count + 1];
        counts.Clear();
        foreach (GameEvent e in batch)
            counts[(int)e.Type]++;
        for (int type = 1; type < counts.Length; type++)
        {
            if (counts[type] > 0)
                metrics.Accepted((EventType)type, counts[type]);
        }
    }

    private static bool TryGetEncoding(HttpRequest request, out bool gzipped)
    {
        gzipped = false;
        if (!request.Headers.TryGetValue("Content-Encoding", out var encoding) || encoding is [null or "" or "identity"])
            return true;
        gzipped = encoding is [{ } one] && one.Equals(Gzipped, StringComparison.OrdinalIgnoreCase);
        return gzipped;
    }

    private static Task ReplayAsync(HttpContext context, byte[] answer)
    {
        context.Response.Headers["Idempotency-Replayed"] = "true";
        return AnswerAsync(context, answer);
    }

    private static Task AnswerAsync(HttpContext context, ReadOnlyMemory<byte> json)
    {
        HttpResponse response = context.Response;
        response.StatusCode = StatusCodes.Status202Accepted;
        response.ContentType = "application/json";
        response.ContentLength = json.Length;
        response.BodyWriter.Write(json.Span);
        return Task.CompletedTask; // the server flushes when the request ends
    }

    private Task RefuseAsync(HttpContext context, Problem problem)
    {
        metrics.Refused(problem.Type);
        return problem.ExecuteAsync(context);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Events were refused: {Reason}.")]
        public static partial void BusUnavailable(ILogger logger, string reason);

        [LoggerMessage(LogLevel.Warning, "Events were refused, Fairness could not be asked: {Reason}.")]
        public static partial void VerdictsUnavailable(ILogger logger, string reason);
    }
}
