using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace LiveOps.Core.Bus.Journal;

/// <summary>
/// A record, little-endian: <c>u32 length | u32 behind | u32 crc | payload</c>. <c>length</c> is the payload's, never 0. <c>behind</c> says how
/// many bytes before this record its group began: what lies before a group was durable when the group was written, which tells a torn
/// write (cut) from damage (refused). <c>crc</c> is CRC-32C (RFC 3720, appendix B.4) over the payload, then length and behind.
/// </summary>
internal static class RecordFormat
{
    public const int HeaderLength = 12;

    public static uint PayloadCrc(uint crc, ReadOnlySpan<byte> payload)
    {
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(payload);
        foreach (ulong word in words)
            crc = BitOperations.Crc32C(crc, BitConverter.IsLittleEndian ? word : BinaryPrimitives.ReverseEndianness(word));
        foreach (byte rest in payload[(words.Length * sizeof(ulong))..])
            crc = BitOperations.Crc32C(crc, rest);
        return crc;
    }

    public static void WriteHeader(Span<byte> to, int length, int behind, uint payloadCrc)
    {
        BinaryPrimitives.WriteInt32LittleEndian(to, length);
        BinaryPrimitives.WriteInt32LittleEndian(to[4..], behind);
        BinaryPrimitives.WriteUInt32LittleEndian(to[8..], Seal(payloadCrc, (uint)length, (uint)behind));
    }

    /// <summary>Reads the record at the start of the bytes, checking its CRC.</summary>
    public static RecordState Read(ReadOnlySpan<byte> bytes, int maxLength, out int length, out int behind)
    {
        behind = 0;
        length = 0;
        if (bytes.Length < HeaderLength)
            return RecordState.Incomplete;
        length = BinaryPrimitives.ReadInt32LittleEndian(bytes);
        behind = BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]);
        if (length <= 0 || length > maxLength || behind < 0)
            return RecordState.Bad;
        if (bytes.Length - HeaderLength < length)
            return RecordState.Incomplete;
        uint crc = Seal(PayloadCrc(~0u, bytes.Slice(HeaderLength, length)), (uint)length, (uint)behind);
        return crc == BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]) ? RecordState.Whole : RecordState.Bad;
    }

    /// <summary>The payload's length of a record that is known to be whole.</summary>
    public static int Length(ReadOnlySpan<byte> record) => BinaryPrimitives.ReadInt32LittleEndian(record);

    private static uint Seal(uint crc, uint length, uint behind) => ~BitOperations.Crc32C(BitOperations.Crc32C(crc, length), behind);
}

internal enum RecordState
{
    /// <summary>The whole record stands there and its CRC holds.</summary>
    Whole,

    /// <summary>The bytes end before the record does, if its length is true.</summary>
    Incomplete,

    /// <summary>These bytes are no record.</summary>
    Bad,
}
