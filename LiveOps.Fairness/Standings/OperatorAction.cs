using LiveOps.Fairness.Audit;

namespace LiveOps.Fairness.Standings;

/// <summary>What an operator decides about a player.</summary>
/// <param name="PlayerId">About whom.</param>
/// <param name="At">When: Unix ticks.</param>
/// <param name="Until">Until when a block holds: Unix ticks; 0 for a lift.</param>
/// <param name="By">Who they say they are.</param>
/// <param name="Reason">Why.</param>
internal sealed record OperatorAction(string PlayerId, long At, long Until, string By, string Reason)
{
    /// <summary>For the audit.</summary>
    public AuditEntry Audit => new(At, PlayerId, Until == 0 ? "lift" : "block", By, Reason, Until);

    /// <summary>What it does.</summary>
    public void Apply(Standing standing)
    {
        if (Until == 0)
            standing.Lift(At);
        else
            standing.Block(Until, Reason);
    }

    public void Write(BinaryWriter writer)
    {
        writer.Write(PlayerId);
        writer.Write(At);
        writer.Write(Until);
        writer.Write(By);
        writer.Write(Reason);
    }

    public static OperatorAction Read(BinaryReader reader) =>
        new(reader.ReadString(), reader.ReadInt64(), reader.ReadInt64(), reader.ReadString(), reader.ReadString());
}
