using LiveOps.Core.Events;
using LiveOps.Core.Problems;
using LiveOps.Gateway.Bodies;
using LiveOps.Gateway.Idempotency;

namespace LiveOps.Gateway.Ingest;

/// <summary>From the bytes of a body to the events that are valid and were not accepted before.</summary>
internal sealed class BodyReader(IRequestMemory memory, IngestOptions options, GatewayMetrics metrics)
{
    /// <summary>
    /// How many events of other players a request of a player's key may hold, and how many that are none. Past that it is no mistake, and what became of each would be kept with the
    /// answer, on the bus and in the memory of requests: two bytes of a body would be 130 of an answer.
    /// </summary>
    private const int MostOfOthers = 10, MostInvalid = 10;

    /// <summary>Reads a body into the scratch: all valid events, the rejections, and the fresh events when some are duplicates.</summary>
    /// <returns>Why it cannot be read; null when there is something to go on with.</returns>
    public Problem? Read(ReadOnlyMemory<byte> body, bool gzipped, IngestScratch scratch, out int duplicates, out EventBody kind)
    {
        duplicates = 0;
        kind = EventBody.Malformed;
        scratch.Read.Clear(); // what is charged is of this body
        int most = scratch.Read.Only is null ? options.MaxInflatedBytes : options.MaxPlayerBytes;
        if (!gzipped && body.Length > most)
            return TooLarge(most);
        if (gzipped)
        {
            switch (Gzip.Inflate(body, most, scratch.Inflated))
            {
                case Gzip.Outcome.Damaged:
                    return new Problem(ProblemTypes.MalformedBody, "The body is not gzip.");
                case Gzip.Outcome.TooLarge:
                    return TooLarge(most);
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
                if (scratch.Read.Only is not null && TooManyOfAPlayer(scratch.Read.Rejected) is { } problem)
                    return problem;
                if (scratch.Read.Rejected.Count > 0)
                    metrics.Invalid(scratch.Read.Rejected.Count);
                duplicates = DropDuplicates(scratch);
                return null;
        }
    }

    private static Problem TooLarge(int most) => new(ProblemTypes.PayloadTooLarge, $"A body holds at most {most} bytes when inflated.");

    // As of a body that is no batch: so clients send halves of it until those that are events are through.
    private static Problem? TooManyOfAPlayer(List<Rejection> rejected)
    {
        int others = rejected.Count(static rejection => rejection.Type == ProblemTypes.NotYourPlayer);
        if (others > MostOfOthers)
            return new Problem(ProblemTypes.NotYourPlayer, $"More than {MostOfOthers} events are of other players than the signing key; nothing was accepted.");
        return rejected.Count - others > MostInvalid ? new Problem(ProblemTypes.MalformedBody, $"More than {MostInvalid} events are not valid; nothing was accepted.") : null;
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
            scratch.Ids[n++] = EventHash.Of(e);
        int duplicates = memory.MarkKnown(batch, scratch.Ids.AsSpan(0, count), drop);
        scratch.RepeatOf[0] = 0;
        if (count > 1)
            duplicates += scratch.MarkRepeats(count);
        if (duplicates == 0)
            return 0;
        n = 0;
        foreach (GameEvent e in batch)
        {
            if (drop[n])
                metrics.Duplicate(e.Type, SaysOther(scratch, batch, n, e));
            n++;
        }

        scratch.Read.CopyTo(scratch.Fresh, drop);
        return duplicates;
    }

    // Whether a duplicate says something else than the event it repeats: of this request, or one that was accepted.
    private bool SaysOther(IngestScratch scratch, EventBatch batch, int n, in GameEvent e)
    {
        ushort content = EventHash.ContentOf(e);
        int left = scratch.RepeatOf[n];
        if (left == 0)
            return memory.SaidOther(scratch.Ids[n], content);
        foreach (GameEvent first in batch)
        {
            if (--left == 0)
                return EventHash.ContentOf(first) != content;
        }

        return false;
    }
}
