namespace LiveOps.Fairness.Audit;

/// <summary>A decision about a player: who, when, why.</summary>
/// <param name="At">When: Unix ticks of 100 ns.</param>
/// <param name="PlayerId">About whom; empty once they were erased.</param>
/// <param name="Action"><c>block</c>, <c>throttle</c> or <c>lift</c>.</param>
/// <param name="By"><c>policy</c>, or who the operator said they are.</param>
/// <param name="Reason">Why.</param>
/// <param name="Until">Until when it holds: Unix ticks; 0 when it ends something.</param>
internal sealed record AuditEntry(long At, string PlayerId, string Action, string By, string Reason, long Until)
{
    /// <summary>Whether it says until when the player is blocked, or that they are no more.</summary>
    public bool IsBlockOrLift => Action is "block" or "lift";

    public void Write(BinaryWriter writer)
    {
        writer.Write(At);
        writer.Write(PlayerId);
        writer.Write(Action);
        writer.Write(By);
        writer.Write(Reason);
        writer.Write(Until);
    }

    public static AuditEntry Read(BinaryReader reader) =>
        new(reader.ReadInt64(), reader.ReadString(), reader.ReadString(), reader.ReadString(), reader.ReadString(), reader.ReadInt64());
}
