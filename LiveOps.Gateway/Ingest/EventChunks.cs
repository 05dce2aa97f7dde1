using System.Runtime.InteropServices;
using System.Text;
using LiveOps.Core.Bus;
using LiveOps.Core.Events;
using LiveOps.Core.Ids;
using LiveOps.Core.Problems;
using LiveOps.Core.Verdicts;
using LiveOps.Gateway.Idempotency;
using LiveOps.ServiceDefaults.Stores;

namespace LiveOps.Gateway.Ingest;

/// <summary>
/// Takes events that were read of something larger, a part at a time, on the way that <c>POST /v1/events</c> has:
/// <list type="number">
/// <item>they are read, and those accepted before are dropped;</item>
/// <item>the ids of the part are claimed as a request is: so another gateway knows what this one accepted, and two never work on the same;</item>
/// <item>Fairness is asked, once;</item>
/// <item>what is accepted is published as one batch: it is durable when this returns.</item>
/// </list>
/// A part of which something was rejected is nobody's answer: sent again, what was rejected is judged again, and ids tell the rest.
/// </summary>
internal sealed partial class EventChunks(
    IRequestMemory memory, BodyReader reader, Judge judge, IEventBus bus, AcceptedBatches batches, ILogger<EventChunks> logger)
{
    private const int RetrySoon = 1;
    private const string Again = "Send all of it again: what was accepted counts once.";

    /// <summary>Takes a part.</summary>
    /// <param name="source">Who sent it: the same part of another is another.</param>
    /// <param name="json">A batch, as <c>POST /v1/events</c> takes it.</param>
    /// <param name="scratch">Lent; holds what was rejected until it is used again.</param>
    /// <param name="headers">With the caller's trace.</param>
    /// <param name="aborted">The caller went away; what is on its way to the bus is not called back.</param>
    public async Task<ChunkOutcome> TakeAsync(string source, ReadOnlyMemory<byte> json, IngestScratch scratch, IHeaderDictionary headers, CancellationToken aborted)
    {
        if (reader.Read(json, gzipped: false, scratch, out int duplicates, out _) is { } problem) // 1
            return new ChunkOutcome { Rejected = [], Failure = problem };
        EventIntake fresh = duplicates > 0 ? scratch.Fresh : scratch.Read;
        if (fresh.Events.Count == 0)
            return new ChunkOutcome(0, duplicates, scratch.Read.Rejected);
        try
        {
            // Ids, and not what was sent: an event without a time of its own has another each time. No signing key begins with a line feed.
            ReadOnlySpan<byte> ids = MemoryMarshal.AsBytes(scratch.Ids.AsSpan(0, scratch.Read.Events.Count));
            var key = new IdempotencyKey(IdHash.Of(Encoding.ASCII.GetBytes($"\n{source}"), ids), IdHash.Of(ids)) { Attempt = IdempotencyKey.NextAttempt() };
            return (await memory.ClaimAsync(key)).Claim switch // 2
            {
                Claim.New => await AcceptAsync(key, fresh, duplicates, scratch, headers, aborted),
                Claim.InFlight => new ChunkOutcome { Rejected = [], Failure = new Problem(ProblemTypes.RequestInProgress, $"The same rows are being worked on. {Again}", RetrySoon) },
                _ => new ChunkOutcome(0, duplicates + fresh.Events.Count, scratch.Read.Rejected),
            };
        }
        catch (Exception e) when (e is StoreUnavailableException or BusUnavailableException or VerdictsUnavailableException)
        {
            Log.NotTaken(logger, source, e.Message);
            return new ChunkOutcome { Rejected = [], Failure = new Problem(ProblemTypes.Unavailable, $"A part of it could not be taken. {Again}", RetrySoon) };
        }
    }

    private async Task<ChunkOutcome> AcceptAsync(IdempotencyKey key, EventIntake fresh, int duplicates, IngestScratch scratch, IHeaderDictionary headers, CancellationToken aborted)
    {
        bool completed = false;
        try
        {
            int wrong = scratch.Read.Rejected.Count;
            (EventIntake accepted, bool unverified) = await judge.AskAsync(fresh, scratch, aborted); // 3
            int count = accepted.Events.Count;
            if (count == 0)
                return new ChunkOutcome(0, duplicates, scratch.Read.Rejected);
            // What verdicts reject now they may accept later.
            bool isAnswer = scratch.Read.Rejected.Count == wrong;
            IdempotencyKey of = isAnswer ? key : key.OfNobody();
            scratch.Origin.ResetWrittenCount();
            Origin.Write(scratch.Origin.GetSpan(Origin.HeaderLength), of);
            scratch.Origin.Advance(Origin.HeaderLength);
            EventBatch batch = batches.Seal(headers, accepted.Events, scratch.Origin.WrittenSpan, unverified);
            await bus.PublishAsync(new BusMessage(BusMessageKind.Events, batch.Bytes), CancellationToken.None); // 4
            completed = isAnswer;
            await memory.CompleteAsync(of, batch);
            batches.Count(batch);
            return new ChunkOutcome(count, duplicates, scratch.Read.Rejected);
        }
        finally
        {
            if (!completed)
                await memory.ReleaseAsync(key);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Rows of {Source} were not taken: {Reason}.")]
        public static partial void NotTaken(ILogger logger, string source, string reason);
    }
}
