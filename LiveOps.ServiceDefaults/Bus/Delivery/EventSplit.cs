using LiveOps.Core.Bus;
using LiveOps.Core.Events;

namespace LiveOps.ServiceDefaults.Bus.Delivery;

/// <summary>Makes two batches of one that is larger than a bus takes in one message. What the gateway wrote for itself stays behind: no consumer reads it.</summary>
internal static class EventSplit
{
    /// <summary>The parts, in order; one part where only the gateway's own bytes were too many; none where it cannot be made smaller.</summary>
    public static IReadOnlyList<BusMessage> Split(BusMessage message)
    {
        if (message.Kind != BusMessageKind.Events || !EventBatch.TryRead(message.Payload, out EventBatch batch))
            return [];
        if (batch.Count == 1)
            return batch.Origin.IsEmpty ? [] : [Part(batch, 0, 1)];
        int half = batch.Count / 2;
        return [Part(batch, 0, half), Part(batch, half, batch.Count)];
    }

    private static BusMessage Part(EventBatch batch, int from, int to)
    {
        var builder = new EventBatchBuilder();
        int index = 0;
        foreach (GameEvent e in batch)
        {
            if (index >= from && index < to)
                builder.Append(e);
            index++;
        }

        return new BusMessage(BusMessageKind.Events, builder.Seal(batch.AcceptedAt + from, batch.TraceParent, unverified: batch.Unverified).Bytes);
    }
}
