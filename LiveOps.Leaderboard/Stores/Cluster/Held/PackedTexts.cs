using System.Buffers.Binary;

namespace LiveOps.Leaderboard.Stores.Cluster.Held;

/// <summary>Reads a MessagePack array of texts of up to 255 bytes, as Redis's scripts pack them (https://github.com/msgpack/msgpack/blob/master/spec.md).</summary>
internal ref struct PackedTexts
{
    private const byte Array16 = 0xdc, Array32 = 0xdd, Text8 = 0xd9, ShortMask = 0x1f, FewMask = 0x0f;

    private ReadOnlySpan<byte> _rest;

    /// <param name="packed">The array.</param>
    public PackedTexts(ReadOnlySpan<byte> packed)
    {
        (Left, int head) = packed[0] switch
        {
            Array16 => (BinaryPrimitives.ReadUInt16BigEndian(packed[1..]), 3),
            Array32 => (BinaryPrimitives.ReadInt32BigEndian(packed[1..]), 5),
            byte few => (few & FewMask, 1),
        };
        _rest = packed[head..];
    }

    /// <summary>How many are left.</summary>
    public int Left { get; private set; }

    /// <summary>The next.</summary>
    public ReadOnlySpan<byte> Next()
    {
        bool isLong = _rest[0] == Text8;
        int at = isLong ? 2 : 1, length = isLong ? _rest[1] : _rest[0] & ShortMask;
        ReadOnlySpan<byte> text = _rest.Slice(at, length);
        _rest = _rest[(at + length)..];
        Left--;
        return text;
    }
}
