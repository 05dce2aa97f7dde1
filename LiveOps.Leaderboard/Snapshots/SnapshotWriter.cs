using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace LiveOps.Leaderboard.Snapshots;

/// <summary>Writes little-endian values and columns through a buffer; a snapshot of millions of rows goes at the speed of memory.</summary>
internal sealed class SnapshotWriter(Stream stream)
{
    private readonly byte[] _buffer = new byte[1 << 16];
    private int _used;

    public void Byte(byte value) => Take(1)[0] = value;

    public void Int(int value) => BinaryPrimitives.WriteInt32LittleEndian(Take(4), value);

    public void Long(long value) => BinaryPrimitives.WriteInt64LittleEndian(Take(8), value);

    /// <summary>A row of a ranking: 20 bytes.</summary>
    public void Row(int player, long first, long second)
    {
        Span<byte> row = Take(20);
        BinaryPrimitives.WriteInt32LittleEndian(row, player);
        BinaryPrimitives.WriteInt64LittleEndian(row[4..], first);
        BinaryPrimitives.WriteInt64LittleEndian(row[12..], second);
    }

    /// <summary>An id: a length byte and its bytes.</summary>
    public void Id(ReadOnlySpan<byte> id)
    {
        Span<byte> at = Take(1 + id.Length);
        at[0] = checked((byte)id.Length);
        id.CopyTo(at[1..]);
    }

    public void Text(string text) => Block(Encoding.UTF8.GetBytes(text));

    /// <summary>A length and as many bytes.</summary>
    public void Block(ReadOnlySpan<byte> bytes)
    {
        Int(bytes.Length);
        Flush();
        stream.Write(bytes);
    }

    /// <summary>Values as they lie in memory, without their number.</summary>
    public void Raw<T>(ReadOnlySpan<T> values) where T : unmanaged
    {
        if (!BitConverter.IsLittleEndian)
            throw new PlatformNotSupportedException("snapshots are written on little-endian machines only");
        Flush();
        stream.Write(MemoryMarshal.AsBytes(values));
    }

    public void Flush()
    {
        stream.Write(_buffer, 0, _used);
        _used = 0;
    }

    private Span<byte> Take(int length)
    {
        if (_used + length > _buffer.Length)
            Flush();
        _used += length;
        return _buffer.AsSpan(_used - length, length);
    }
}
