using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace LiveOps.Gateway.Bodies;

/// <summary>
/// The checksum of gzip: CRC-32 with the polynomial 0xEDB88320, reflected (RFC 1952, section 8). Eight bytes at a time by eight tables, as in "Slicing-by-8"
/// (Kounavis and Berry, 2005); the processor's own instruction is for another polynomial.
/// </summary>
internal static class Crc32
{
    private const uint Polynomial = 0xEDB88320;
    private const int Slices = 8, Size = 256;

    private static readonly uint[] Tables = MakeTables();

    /// <summary>The checksum of the bytes.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes) => Append(0, bytes);

    /// <summary>The checksum of bytes and those behind them.</summary>
    /// <param name="before">That of the bytes before; 0 for none.</param>
    /// <param name="bytes">Those behind them.</param>
    public static uint Append(uint before, ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<uint> tables = Tables;
        uint crc = ~before;
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (ulong word in words)
        {
            ulong next = BitConverter.IsLittleEndian ? word ^ crc : BinaryPrimitives.ReverseEndianness(word) ^ crc;
            crc = 0;
            for (int at = 0; at < Slices; at++)
                crc ^= tables[((Slices - 1 - at) * Size) + (byte)(next >> (8 * at))];
        }

        foreach (byte one in bytes[(words.Length * Slices)..])
            crc = tables[(byte)(crc ^ one)] ^ (crc >> 8);
        return ~crc;
    }

    private static uint[] MakeTables()
    {
        uint[] tables = new uint[Slices * Size];
        for (uint value = 0; value < Size; value++)
        {
            uint crc = value;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ Polynomial;
            tables[value] = crc;
        }

        for (int at = Size; at < tables.Length; at++)
            tables[at] = (tables[at - Size] >> 8) ^ tables[(byte)tables[at - Size]];
        return tables;
    }
}
