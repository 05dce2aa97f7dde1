using System.Text;
using LiveOps.Core.Audit;
using LiveOps.Core.Ids;
using LiveOps.Fairness.Players;
using LiveOps.Fairness.Reviews;
using LiveOps.Fairness.Standings;

namespace LiveOps.Fairness.State;

/// <content>What operators decide, each with its entry of the audit.</content>
internal sealed partial class FairnessState
{
    // What was not done, because another change came first, is not in the audit.
    private object? ExecuteAudited(ReadOnlySpan<byte> command)
    {
        ReadOnlySpan<byte> inner = AuditedCommand.Read(command, out AuditEntry entry);
        if (inner.Length > 1 && (FairnessCommand.Kind)inner[1] is FairnessCommand.Kind.Block or FairnessCommand.Kind.Lift)
        {
            using var reader = new BinaryReader(new MemoryStream(inner[2..].ToArray()));
            return Decide(OperatorAction.Read(reader), entry);
        }

        if (inner.Length > 1 && (FairnessCommand.Kind)inner[1] == FairnessCommand.Kind.Review)
        {
            using var reader = new BinaryReader(new MemoryStream(inner[2..].ToArray()));
            return Review(CaseAction.Read(reader), entry);
        }

        object? done = inner.IsEmpty ? null
            : inner.Length > 1 && (FairnessCommand.Kind)inner[1] == FairnessCommand.Kind.Document ? ExecuteDocument(inner[2..], entry)
            : Execute(inner);
        if (inner.IsEmpty || done is not null)
            Audit.Add(entry);
        return done;
    }

    // The case and what follows for its player are one step; what was not done is not in the audit.
    private CaseOutcome Review(CaseAction action, AuditEntry who)
    {
        Shard shard = ShardOf(action.Player);
        lock (shard.Gate)
        {
            Case? before = Cases.Find(action.Player);
            Standing standing = shard.Records.TryGetValue(action.Player, out PlayerRecord? record) ? record.Durable : new Standing();
            CaseOutcome outcome = action.Apply(before, standing);
            if (outcome.End != CaseEnd.Done)
                return outcome;
            Cases.Replace(action.Player, outcome.Case!);
            Audit.Add(action.Audit(who, before!, outcome.Case!));
            if (action.Follows(before!, standing.BlockedUntil) is not { } follows)
                return outcome;
            record ??= shard.Record(action.Player);
            (string, string) told = follows.Apply(record.Durable);
            follows.Apply(record.Live);
            Note(CaseAction.Audit(who, follows, told));
            return outcome;
        }
    }

    // By what is durable: verdicts have flags that a replay may not know. False where the player is blocked otherwise than was seen.
    private bool Decide(OperatorAction action, AuditEntry entry)
    {
        UInt128 id = IdHash.Of(Encoding.UTF8.GetBytes(action.PlayerId));
        Shard shard = ShardOf(id);
        lock (shard.Gate)
        {
            if (!action.IsOf(shard.Records.GetValueOrDefault(id)?.Durable))
                return false;
            PlayerRecord record = shard.Record(id);
            (string before, string after) = action.Apply(record.Durable);
            action.Apply(record.Live);
            entry = entry with { Before = before, After = after };
        }

        Note(entry);
        return true;
    }

    private void Note(AuditEntry decision)
    {
        Audit.Add(decision);
        Outbox.TellDecision(decision);
        Decided?.Invoke();
    }
}
