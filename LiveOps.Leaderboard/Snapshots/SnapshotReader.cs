using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace LiveOps.Leaderboard.Snapshots;

/// <summary>Reads what <see cref="SnapshotWriter"/> wrote. A snapshot that ends early or counts wrongly is an <see cref="InvalidDataException"/>.</summary>
internal sealed class SnapshotReader(Stream stream)
{
    private readonly byte[] _buffer = new byte[1 << 16];
    private int _at, _end;

    public byte Byte() => Take(1)[0];

    public int Int() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

    public long Long() => BinaryPrimitives.ReadInt64LittleEndian(Take(8));

    public (int Player, long First, long Second) Row()
    {
        ReadOnlySpan<byte> row = Take(20);
        return (BinaryPrimitives.ReadInt32LittleEndian(row), BinaryPrimitives.ReadInt64LittleEndian(row[4..]), BinaryPrimitives.ReadInt64LittleEndian(row[12..]));
    }

    /// <summary>An id, until the next call of any method.</summary>
    public ReadOnlySpan<byte> Id() => Take(Byte());

    public string Text() => Encoding.UTF8.GetString(Block());

    public byte[] Block()
    {
        byte[] bytes = new byte[Count()];
        Raw(bytes.AsSpan());
        return bytes;
    }

    /// <summary>A number of things to come, which is never negative.</summary>
    public int Count() => Int() is var count and >= 0 ? count : throw Damaged();

    public void Raw<T>(Span<T> values) where T : unmanaged
    {
        Span<byte> bytes = MemoryMarshal.AsBytes(values);
        int buffered = Math.Min(bytes.Length, _end - _at);
        _buffer.AsSpan(_at, buffered).CopyTo(bytes);
        _at += buffered;
        if (stream.ReadAtLeast(bytes[buffered..], bytes.Length - buffered, throwOnEndOfStream: false) < bytes.Length - buffered)
            throw Damaged();
    }

    public static InvalidDataException Damaged() => new("the leaderboard's snapshot is damaged");

    private ReadOnlySpan<byte> Take(int length)
    {
        if (_end - _at < length)
        {
            _buffer.AsSpan(_at, _end - _at).CopyTo(_buffer);
            _end -= _at;
            _at = 0;
            _end += stream.ReadAtLeast(_buffer.AsSpan(_end), length - _end, throwOnEndOfStream: false);
            if (_end < length)
                throw Damaged();
        }

        _at += length;
        return _buffer.AsSpan(_at - length, length);
    }
}
