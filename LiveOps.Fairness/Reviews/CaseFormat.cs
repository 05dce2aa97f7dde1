using LiveOps.Fairness.Flags;
using LiveOps.Fairness.Standings;

namespace LiveOps.Fairness.Reviews;

/// <summary>A case in snapshots and in Redis: what stands before it says of which version it is.</summary>
internal static class CaseFormat
{
    public static void Write(BinaryWriter writer, Case one)
    {
        writer.Write(one.PlayerId);
        writer.Write(one.OpenedAt);
        writer.Write((byte)one.Status);
        writer.Write(one.Version);
        writer.Write(one.FlaggedAt);
        writer.Write(one.Arrived);
        writer.Write((byte)one.Flags.Count);
        foreach (Flag flag in one.Flags)
        {
            FlagFormat.Write(writer, flag);
            SightFormat.Write(writer, flag.Sight);
        }

        Write(writer, one.Counts);
        writer.Write((byte)one.Decisions.Count);
        foreach (CaseDecision decision in one.Decisions)
            Write(writer, decision);
    }

    public static Case Read(BinaryReader reader)
    {
        var one = new Case(reader.ReadString(), reader.ReadInt64()) { Status = (CaseStatus)reader.ReadByte(), Version = reader.ReadInt64(), FlaggedAt = reader.ReadInt64(), Arrived = reader.ReadInt32() };
        var flags = new Flag[reader.ReadByte()];
        for (int i = 0; i < flags.Length; i++)
            flags[i] = FlagFormat.Read(reader) with { Sight = SightFormat.Read(reader) };
        IReadOnlyList<RuleCount> counts = ReadCounts(reader);
        var decisions = new CaseDecision[reader.ReadByte()];
        for (int i = 0; i < decisions.Length; i++)
            decisions[i] = ReadDecision(reader);
        return one with { Flags = flags, Counts = counts, Decisions = decisions };
    }

    private static void Write(BinaryWriter writer, CaseDecision decision)
    {
        writer.Write((byte)decision.Verdict);
        writer.Write(decision.At);
        writer.Write(decision.By);
        writer.Write(decision.Reason);
        writer.Write(decision.Until);
        Write(writer, decision.Settled);
        writer.Write(decision.Arrived);
        writer.Write(decision.Version);
        writer.Write(decision.Former is not null);
        if (decision.Former is { } former)
        {
            writer.Write(former.Until);
            writer.Write(former.Reason);
        }

        writer.Write(decision.Undone is not null);
        if (decision.Undone is not { } undone)
            return;
        writer.Write(undone.At);
        writer.Write(undone.By);
        writer.Write(undone.Reason);
        writer.Write(undone.Version);
    }

    private static CaseDecision ReadDecision(BinaryReader reader)
    {
        var decision = new CaseDecision((CaseVerdict)reader.ReadByte(), reader.ReadInt64(), reader.ReadString(), reader.ReadString(), reader.ReadInt64()) { Settled = ReadCounts(reader), Arrived = reader.ReadInt32(), Version = reader.ReadInt64() };
        if (reader.ReadBoolean())
            decision = decision with { Former = new FormerBlock(reader.ReadInt64(), reader.ReadString()) };
        return reader.ReadBoolean() ? decision with { Undone = new Undoing(reader.ReadInt64(), reader.ReadString(), reader.ReadString()) { Version = reader.ReadInt64() } } : decision;
    }

    private static void Write(BinaryWriter writer, IReadOnlyList<RuleCount> counts)
    {
        writer.Write((byte)counts.Count);
        foreach (RuleCount count in counts)
        {
            writer.Write(count.Rule);
            writer.Write(count.Flags);
            writer.Write(count.Rejects);
        }
    }

    private static RuleCount[] ReadCounts(BinaryReader reader)
    {
        var counts = new RuleCount[reader.ReadByte()];
        for (int i = 0; i < counts.Length; i++)
            counts[i] = new RuleCount(reader.ReadString(), reader.ReadInt32(), reader.ReadBoolean());
        return counts;
    }
}
