using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using LiveOps.Core.Audit;
using LiveOps.Core.Ids;

namespace LiveOps.ServiceDefaults.Redis;

/// <summary>
/// An entry of the audit as a member of a sorted set: <c>i64 time (ticks) | u64 stamp | u128 player's hash (0 for none)</c>, big-endian, then the entry (<see cref="AuditFormat"/>).
/// The first sixteen bytes are a position in the whole.
/// </summary>
public static class RedisAuditFormat
{
    private const int PositionLength = 16, HeadLength = PositionLength + 16;

    /// <summary>Oldest first.</summary>
    public static IComparer<byte[]> Order { get; } = Comparer<byte[]>.Create(static (a, b) => a.AsSpan().SequenceCompareTo(b));

    /// <summary>The member.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="stamp">Tells entries of one moment apart; of those that one process writes the later has the higher.</param>
    public static byte[] Member(AuditEntry entry, long stamp) =>
        Member(entry, stamp, entry.PlayerId.Length > 0 && entry.PlayerId != AuditEntry.Erased ? IdHash.Of(Encoding.ASCII.GetBytes(entry.PlayerId)) : 0);

    /// <summary>The entry.</summary>
    public static AuditEntry Read(byte[] member)
    {
        using var reader = new BinaryReader(new MemoryStream(member, HeadLength, member.Length - HeadLength), Encoding.UTF8);
        return AuditFormat.Read(reader);
    }

    /// <summary>What takes a member's place once its player is erased.</summary>
    internal static byte[] WithoutPlayer(byte[] member) => Member(Read(member).WithoutPlayer(), BinaryPrimitives.ReadInt64BigEndian(member.AsSpan(8)), 0);

    internal static UInt128 PlayerOf(byte[] member) => BinaryPrimitives.ReadUInt128BigEndian(member.AsSpan(PositionLength));

    internal static long TimeOf(byte[] member) => BinaryPrimitives.ReadInt64BigEndian(member);

    internal static string Position(byte[] member) => Convert.ToHexStringLower(member.AsSpan(0, PositionLength));

    internal static bool TryParse(string position, out byte[]? bytes)
    {
        bytes = new byte[PositionLength];
        return position.Length == 2 * PositionLength && Convert.FromHexString(position, bytes, out _, out _) == OperationStatus.Done;
    }

    /// <summary>The end of a range, by bytes, of what is older than a time.</summary>
    internal static byte[] Before(long time)
    {
        byte[] end = new byte[1 + sizeof(long)];
        end[0] = (byte)'(';
        BinaryPrimitives.WriteInt64BigEndian(end.AsSpan(1), Math.Max(0, time));
        return end;
    }

    private static byte[] Member(AuditEntry entry, long stamp, UInt128 player)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        Span<byte> head = stackalloc byte[HeadLength];
        BinaryPrimitives.WriteInt64BigEndian(head, entry.At);
        BinaryPrimitives.WriteInt64BigEndian(head[8..], stamp);
        BinaryPrimitives.WriteUInt128BigEndian(head[PositionLength..], player);
        writer.Write(head);
        AuditFormat.Write(writer, entry);
        return stream.ToArray();
    }
}
