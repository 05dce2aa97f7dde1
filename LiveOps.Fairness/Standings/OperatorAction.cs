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

    /// <summary>Until when the player was blocked as far as they have seen, 0 for not at all, less for what cannot be; several where they named several, null where they did not say.</summary>
    public IReadOnlyList<long>? Seen { get; init; }

    /// <summary>Whether the player is blocked as they have seen it. A block that has ended by itself is none, whichever it was.</summary>
    public bool IsOf(Standing? standing) => Seen is null || Seen.Any(until => until >= 0 && (until > At ? until : 0) == (standing?.HeldUntil(At) ?? 0));

    /// <summary>Whether it would change nothing: a lift of somebody who has nothing against them. Then it is not done, and is no decision in the audit, which others would have to make room for.</summary>
    public bool IsNothing(Standing? standing) => Until == 0 && Back is null && (standing is null || standing.IsClean(At));

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
        if (Seen is null)
            return; // as in journals of before
        writer.Write((byte)Seen.Count);
        foreach (long until in Seen)
            writer.Write(until);
    }

    public static OperatorAction Read(BinaryReader reader)
    {
        var action = new OperatorAction(reader.ReadString(), reader.ReadInt64(), reader.ReadInt64(), reader.ReadString(), reader.ReadString());
        if (reader.BaseStream.Position == reader.BaseStream.Length)
            return action;
        long[] seen = new long[reader.ReadByte()];
        for (int i = 0; i < seen.Length; i++)
            seen[i] = reader.ReadInt64();
        return action with { Seen = seen };
    }
}
