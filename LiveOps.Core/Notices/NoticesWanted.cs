using System.Buffers.Binary;

namespace LiveOps.Core.Notices;

/// <summary>
/// Which types of notices anybody wants, as the gateway says it on the bus (<see cref="Bus.BusMessageKind.NoticesWanted"/>) whenever that has changed: what nobody wants is not even
/// written down. The newest holds. In bytes, little-endian: <c>u8 version=1 | i64 at | u64 types</c>.
/// </summary>
/// <param name="At">When it was said: Unix ticks.</param>
/// <param name="Types">A bit for each type (<see cref="NoticeTypes.Bit"/>).</param>
public readonly record struct NoticesWanted(long At, ulong Types)
{
    private const byte Version = 1;
    private const int Length = 17;

    /// <summary>As a message's payload.</summary>
    public byte[] ToBytes()
    {
        byte[] bytes = new byte[Length];
        bytes[0] = Version;
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(1), At);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(9), Types);
        return bytes;
    }

    /// <summary>Reads a payload; false when it is none of a version that this program knows.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out NoticesWanted wanted)
    {
        wanted = default;
        if (bytes.Length != Length || bytes[0] != Version)
            return false;
        wanted = new NoticesWanted(BinaryPrimitives.ReadInt64LittleEndian(bytes[1..]), BinaryPrimitives.ReadUInt64LittleEndian(bytes[9..]));
        return true;
    }
}
