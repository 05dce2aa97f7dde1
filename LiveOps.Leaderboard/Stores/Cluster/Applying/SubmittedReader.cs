using System.Text;
using LiveOps.Core.Bus;
using LiveOps.Core.Events;
using LiveOps.Core.Policies;
using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Policies;

namespace LiveOps.Leaderboard.Stores.Cluster.Applying;

/// <summary>Takes the scores out of batches.</summary>
internal static class SubmittedReader
{
    /// <summary>
    /// What was counted, as scores of the boards that rank it, each by the policy that was in force when it was accepted; one that no board ranks is left out, and so is a score that was
    /// submitted to a board that ranks a counter.
    /// </summary>
    public static List<Submitted> Boards(List<Submitted> scores, PolicyView<LeaderboardPolicy> rules)
    {
        var boards = new List<Submitted>(scores.Count);
        foreach (Submitted score in scores)
        {
            LeaderboardPolicy policy = rules.At(score.Accepted, out _)!;
            if (!policy.HasCounters && !score.OfCounter)
            {
                boards.Add(score);
            }
            else if (score.OfCounter)
            {
                bool isCopy = false;
                long counted = BoardRules.Limit(policy.LiveEvents?.Count(score.Accepted, score.Score) ?? score.Score);
                foreach (string board in policy.OfCounter(score.Board))
                {
                    boards.Add(score with { Board = board, Score = counted, OfCounter = false, IsCopy = isCopy });
                    isCopy = true;
                }
            }
            else if (policy.RulesOf(score.Board).Counter is null)
            {
                boards.Add(score);
            }
        }

        return boards;
    }

    /// <summary>Adds a batch's scores, and what was counted.</summary>
    /// <exception cref="InvalidDataException">It is no batch that this version can read.</exception>
    public static void Read(BusMessage message, List<Submitted> scores)
    {
        if (!EventBatch.TryRead(message.Payload, out EventBatch batch))
            throw new InvalidDataException("a batch of events that this version cannot read");
        foreach (GameEvent e in batch)
        {
            if (e.Type is not (EventType.ScoreSubmitted or EventType.CounterAdded))
                continue;
            long occurred = Math.Clamp(e.OccurredAt, 0, e.AcceptedAt / UnixTicks.PerMillisecond) * UnixTicks.PerMillisecond;
            scores.Add(new Submitted(
                EventHash.Of(e, batch.HasFormerIds), Encoding.ASCII.GetString(e.Subject), Encoding.ASCII.GetString(e.PlayerId), BoardRules.Limit(e.Value), occurred, e.AcceptedAt, e.Type == EventType.CounterAdded));
        }
    }
}
