using System.Buffers.Binary;
using System.Text;
using LiveOps.Core.Ids;

namespace LiveOps.Core.Verdicts;

/// <summary>
/// That a player is blocked, or is no more, as Fairness says it on the bus (<see cref="Bus.BusMessageKind.PlayerBlock"/>) after each decision. It may come twice and in
/// any order: the highest number holds. In bytes, little-endian: <c>u8 version=1 | i64 number | i64 until | the player's id</c>.
/// </summary>
/// <param name="PlayerId">About whom.</param>
/// <param name="Number">Rises from one decision about a player to the next.</param>
/// <param name="Until">Until when the block holds: Unix ticks; 0 for none.</param>
public readonly record struct PlayerBlock(string PlayerId, long Number, long Until)
{
    private const byte Version = 1;
    private const int HeadLength = 17;

    /// <summary>As a message's payload.</summary>
    public byte[] ToBytes()
    {
        byte[] bytes = new byte[HeadLength + PlayerId.Length];
        bytes[0] = Version;
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(1), Number);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(9), Until);
        Encoding.ASCII.GetBytes(PlayerId, bytes.AsSpan(HeadLength));
        return bytes;
    }

    /// <summary>Reads a payload; false when it is none of a version that this program knows.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out PlayerBlock block)
    {
        block = default;
        if (bytes.Length <= HeadLength || bytes[0] != Version || !IdRule.WasValid(bytes[HeadLength..]))
            return false;
        block = new PlayerBlock(
            Encoding.ASCII.GetString(bytes[HeadLength..]), BinaryPrimitives.ReadInt64LittleEndian(bytes[1..]), BinaryPrimitives.ReadInt64LittleEndian(bytes[9..]));
        return true;
    }
}
