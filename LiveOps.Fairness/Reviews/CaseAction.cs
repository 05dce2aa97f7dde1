using System.Globalization;
using LiveOps.Core.Audit;
using LiveOps.Fairness.Standings;

namespace LiveOps.Fairness.Reviews;

/// <summary>What a moderator decides about a case, or that they take the last decision back.</summary>
/// <param name="Player">Whose case: the hash of their id.</param>
/// <param name="Verdict">What.</param>
/// <param name="At">When: Unix ticks.</param>
/// <param name="Until">Until when a block holds: Unix ticks; 0 for others.</param>
/// <param name="By">Who.</param>
/// <param name="Reason">Why.</param>
/// <param name="Seen">The versions of the case that they have seen; null where they did not say.</param>
internal sealed record CaseAction(UInt128 Player, CaseVerdict Verdict, long At, long Until, string By, string Reason, IReadOnlyList<long>? Seen)
{
    /// <summary>The most versions that a call may name.</summary>
    public const int MostSeen = 8;

    /// <summary>What becomes of the case; nothing is changed where it cannot be done.</summary>
    /// <param name="one">The case; null for none.</param>
    /// <param name="standing">How the player stands.</param>
    public CaseOutcome Apply(Case? one, Standing standing)
    {
        if (one is null)
            return new CaseOutcome(CaseEnd.Unknown, null);
        if (Seen is not null && !Seen.Contains(one.Version))
            return new CaseOutcome(CaseEnd.Stale, one);
        if (Verdict != CaseVerdict.Undo)
            return new CaseOutcome(CaseEnd.Done, one.With(new CaseDecision(Verdict, At, By, Reason, Until) { Former = Former(one, standing) }));
        return one.Standing is null ? new CaseOutcome(CaseEnd.NothingToUndo, one) : new CaseOutcome(CaseEnd.Done, one.Without(new Undoing(At, By, Reason)));
    }

    /// <summary>
    /// What follows for the player: a block begins, where no longer one holds; one that a decision on this case began, and that still holds as it was set, ends with the decision that takes its
    /// place or takes it back. Blocks that came otherwise are not touched: what the one that ends had taken the place of holds again. Nor is a throttling.
    /// </summary>
    /// <param name="before">The case before.</param>
    /// <param name="blockedUntil">Until when the player is blocked.</param>
    /// <returns>Null where nothing follows.</returns>
    public OperatorAction? Follows(Case before, long blockedUntil)
    {
        CaseDecision? held = Held(before, blockedUntil);
        FormerBlock back = held?.Former is { } former && former.Until > At ? former : new FormerBlock(0, held?.Former?.Reason ?? "");
        if (Verdict == CaseVerdict.Block && Until > (held is null ? blockedUntil : back.Until))
            return new OperatorAction(before.PlayerId, At, Until, By, Reason);
        return held is null ? null : new OperatorAction(before.PlayerId, At, back.Until, By, back.Until == 0 ? Reason : back.Reason) { Back = back };
    }

    /// <summary>The entry of the audit.</summary>
    /// <param name="who">Who decides, as the call says.</param>
    /// <param name="before">The case before.</param>
    /// <param name="after">The case after.</param>
    public AuditEntry Audit(AuditEntry who, Case before, Case after) => who with { PlayerId = before.PlayerId, Until = Until, Before = Told(before), After = Told(after) };

    /// <summary>The entry for what followed.</summary>
    public static AuditEntry Audit(AuditEntry who, OperatorAction action, (string Before, string After) told) =>
        (action with { Via = who.Via, From = who.From }).Audit with { Before = told.Before, After = told.After };

    public void Write(BinaryWriter writer)
    {
        writer.Write((ulong)(Player >> 64));
        writer.Write((ulong)Player);
        writer.Write((byte)Verdict);
        writer.Write(At);
        writer.Write(Until);
        writer.Write(By);
        writer.Write(Reason);
        writer.Write(Seen is null ? byte.MaxValue : (byte)Seen.Count);
        foreach (long version in Seen ?? [])
            writer.Write(version);
    }

    public static CaseAction Read(BinaryReader reader)
    {
        var action = new CaseAction(new UInt128(reader.ReadUInt64(), reader.ReadUInt64()), (CaseVerdict)reader.ReadByte(), reader.ReadInt64(), reader.ReadInt64(), reader.ReadString(), reader.ReadString(), null);
        byte count = reader.ReadByte();
        if (count == byte.MaxValue)
            return action;
        long[] seen = new long[count];
        for (int i = 0; i < count; i++)
            seen[i] = reader.ReadInt64();
        return action with { Seen = seen };
    }

    // The decision on the case whose block holds, as it was set; null for none.
    private CaseDecision? Held(Case one, long blockedUntil) =>
        blockedUntil > At && one.Standing is { Verdict: CaseVerdict.Block } last && last.Until == blockedUntil ? last : null;

    // A block that takes the place of another of this case takes the place of what that one did.
    private FormerBlock? Former(Case one, Standing standing) => Verdict != CaseVerdict.Block ? null
        : Held(one, standing.BlockedUntil) is { } held ? held.Former
        : standing.Former(At);

    private static string Told(Case one) => string.Create(CultureInfo.InvariantCulture, $$"""{"status":"{{one.Status.Word()}}","severity":{{one.Severity}},"version":{{one.Version}}}""");
}
