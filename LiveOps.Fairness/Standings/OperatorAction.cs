using LiveOps.Core.Audit;


namespace LiveOps.Fairness.Standings;

/// <summary>What an operator decides about a player.</summary>
/// <param name="PlayerId">About whom.</param>
/// <param name="At">When: Unix ticks.</param>
/// <param name="Until">Until when a block holds: Unix ticks; 0 for a lift.</param>
/// <param name="By">Who.</param>
/// <param name="Reason">Why.</param>
internal sealed record OperatorAction(string PlayerId, long At, long Until, string By, string Reason)
{
    /// <summary>How they proved who they are.</summary>
    public string Via { get; init; } = "";

    /// <summary>The address they called from.</summary>
    public string From { get; init; } = "";

    /// <summary>What holds again, where the block alone ends; null where a block begins, or all that was imposed ends.</summary>
    public FormerBlock? Back { get; init; }

    /// <summary>For the audit.</summary>
    public AuditEntry Audit => new(At, By, AuditKinds.Player, Until == 0 ? Standing.Lifted : Standing.Blocked) { Token = 0, Via = Via, From = From, PlayerId = PlayerId, Reason = Reason, Until = Until };

    /// <summary>What it does.</summary>
    /// <returns>How they stood before, and how they do now: JSON for the audit.</returns>
    public (string Before, string After) Apply(Standing standing)
    {
        string before = standing.Told(At);
        if (Back is { } back)
            standing.Restore(back);
        else if (Until == 0)
            standing.Lift(At);
        else
            standing.Block(Until, Reason);
        return (before, standing.Told(At));
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
