using System.Text;
using LiveOps.Core.Bus;
using LiveOps.Core.Events;
using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Policies;

namespace LiveOps.Leaderboard.Stores.Cluster.Applying;

/// <summary>Takes the scores out of batches.</summary>
internal static class SubmittedReader
{
    /// <summary>Adds a batch's scores.</summary>
    /// <exception cref="InvalidDataException">It is no batch that this version can read.</exception>
    public static void Read(BusMessage message, List<Submitted> scores)
    {
        if (!EventBatch.TryRead(message.Payload, out EventBatch batch))
            throw new InvalidDataException("a batch of events that this version cannot read");
        foreach (GameEvent e in batch)
        {
            if (e.Type != EventType.ScoreSubmitted)
                continue;
            long occurred = Math.Clamp(e.OccurredAt, 0, e.AcceptedAt / UnixTicks.PerMillisecond) * UnixTicks.PerMillisecond;
            scores.Add(new Submitted(
                EventHash.Of(e, batch.HasFormerIds), Encoding.ASCII.GetString(e.Subject), Encoding.ASCII.GetString(e.PlayerId), BoardRules.Limit(e.Value), occurred, e.AcceptedAt));
        }
    }
}
