using LiveOps.Fairness.Flags;
using LiveOps.Fairness.Reviews;
using LiveOps.Fairness.Standings;

namespace LiveOps.Fairness.State;

/// <summary>What Fairness writes to the journal: <c>u8 version=1 | u8 kind</c> and what the kind needs.</summary>
internal static class FairnessCommand
{
    /// <summary>The consumer's name.</summary>
    public const string Consumer = "fairness";

    public const byte Version = 1;

    /// <summary>The numbers are in journals: never reuse one.</summary>
    public enum Kind : byte
    {
        Policy = 1,
        Flag = 2,
        Block = 3,
        Lift = 4,
        Announced = 5,
        RevokeKeys = 6,
        Review = 7,
        Document = 16,
        Audited = 32,
    }

    /// <summary>What holds while the document has neither file nor versions: its JSON.</summary>
    public static byte[] Policy(ReadOnlySpan<byte> json) => [Version, (byte)Kind.Policy, .. json];

    /// <summary>Something about the document: a <see cref="Core.Policies.PolicyCommand"/>.</summary>
    public static byte[] Document(ReadOnlySpan<byte> command) => [Version, (byte)Kind.Document, .. command];

    /// <summary>Another command, or none, with what the audit has of it: a <see cref="Core.Audit.AuditedCommand"/>.</summary>
    public static byte[] Audited(ReadOnlySpan<byte> command) => [Version, (byte)Kind.Audited, .. command];

    /// <summary>A verdict raised a flag.</summary>
    public static byte[] Flag(Flag flag) => Write(Kind.Flag, writer =>
    {
        FlagFormat.Write(writer, flag);
        SightFormat.Write(writer, flag.Sight); // journals before there were cases end without
    });

    /// <summary>A moderator decides about a case, or takes a decision back.</summary>
    public static byte[] Review(CaseAction action) => Write(Kind.Review, action.Write);

    /// <summary>An operator blocks a player, or lifts what was imposed.</summary>
    public static byte[] Decide(OperatorAction action) => Write(action.Until == 0 ? Kind.Lift : Kind.Block, action.Write);

    /// <summary>An operator revokes a player's keys: all that were made until then, in Unix ticks.</summary>
    public static byte[] Revoke(string playerId, long at) => Write(Kind.RevokeKeys, writer =>
    {
        writer.Write(playerId);
        writer.Write(at);
    });

    /// <summary>The bus has been told of all decisions before a number of the audit.</summary>
    public static byte[] Announced(long end) => Write(Kind.Announced, writer => writer.Write(end));

    private static byte[] Write(Kind kind, Action<BinaryWriter> content)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(Version);
        writer.Write((byte)kind);
        content(writer);
        return stream.ToArray();
    }
}
