using System.Buffers.Binary;
using System.Collections.Frozen;

namespace LiveOps.Core.Boards;

/// <summary>
/// Which way boards count, as the leaderboard says it on the bus (<see cref="Bus.BusMessageKind.BoardOrders"/>) whenever that may have changed: its policy is
/// the only place where it is set. Immutable. In bytes, little-endian: <c>u8 version=1 | i64 at | u8 others ascending | u64 hash of each board that counts the
/// other way (<see cref="BoardHash"/>), ascending</c>.
/// </summary>
public sealed class BoardOrders
{
    /// <summary>Before anything was said: the highest score is best everywhere.</summary>
    public static readonly BoardOrders Descending = new(0, false, []);

    private const byte Version = 1;
    private const int HeadLength = 10;

    private readonly FrozenSet<ulong> _otherWay;

    /// <param name="at">When it was said: Unix ticks. The newest holds.</param>
    /// <param name="othersAscend">Whether the lowest score is best on boards that are not named.</param>
    /// <param name="otherWay">The hashes of the boards for which that is the other way round.</param>
    public BoardOrders(long at, bool othersAscend, IEnumerable<ulong> otherWay)
    {
        At = at;
        OthersAscend = othersAscend;
        _otherWay = otherWay.ToFrozenSet();
    }

    /// <summary>When it was said: Unix ticks.</summary>
    public long At { get; }

    /// <summary>Whether the lowest score is best on boards that are not named.</summary>
    public bool OthersAscend { get; }

    /// <summary>Whether the lowest score is best on a board.</summary>
    /// <param name="board">Its <see cref="BoardHash"/>.</param>
    public bool IsAscending(ulong board) => _otherWay.Count > 0 && _otherWay.Contains(board) ? !OthersAscend : OthersAscend;

    /// <summary>Whether both say the same, whenever they said it.</summary>
    public bool SaysTheSame(BoardOrders other) => OthersAscend == other.OthersAscend && _otherWay.SetEquals(other._otherWay);

    /// <summary>As a message's payload.</summary>
    public byte[] ToBytes()
    {
        byte[] bytes = new byte[HeadLength + _otherWay.Count * sizeof(ulong)];
        bytes[0] = Version;
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(1), At);
        bytes[HeadLength - 1] = OthersAscend ? (byte)1 : (byte)0;
        int at = HeadLength;
        foreach (ulong board in _otherWay.Order())
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(at), board);
            at += sizeof(ulong);
        }

        return bytes;
    }

    /// <summary>Reads a payload; false when it is none of a version that this program knows.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out BoardOrders orders)
    {
        orders = Descending;
        if (bytes.Length < HeadLength || bytes[0] != Version || (bytes.Length - HeadLength) % sizeof(ulong) != 0)
            return false;
        ulong[] otherWay = new ulong[(bytes.Length - HeadLength) / sizeof(ulong)];
        for (int i = 0; i < otherWay.Length; i++)
            otherWay[i] = BinaryPrimitives.ReadUInt64LittleEndian(bytes[(HeadLength + i * sizeof(ulong))..]);
        orders = new BoardOrders(BinaryPrimitives.ReadInt64LittleEndian(bytes[1..]), bytes[HeadLength - 1] != 0, otherWay);
        return true;
    }
}
