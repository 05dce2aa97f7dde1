using LiveOps.Core.Events;

namespace LiveOps.Gateway.Ingest;

/// <summary>From events that are accepted to the batch that is published, whoever sent them.</summary>
internal sealed class AcceptedBatches(AcceptanceClock clock, GatewayMetrics metrics)
{
    /// <summary>Makes a batch of events, as of now, with the caller's trace.</summary>
    public EventBatch Seal(IHeaderDictionary headers, EventBatchBuilder events, ReadOnlySpan<byte> origin, bool unverified)
    {
        Span<byte> trace = stackalloc byte[TraceParent.Length];
        int length = TraceParent.Of(headers, trace);
        return events.Seal(clock.Next(events.Count), trace[..length], origin, unverified);
    }

    /// <summary>Counts a batch that is durable.</summary>
    public void Count(EventBatch batch)
    {
        if (batch.Unverified)
            metrics.Unverified(batch.Count);
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
}
