namespace LiveOps.Progression.State;

/// <summary>128-bit numbers and short texts in snapshots.</summary>
internal static class BinaryIds
{
    public static void Write(this BinaryWriter writer, UInt128 value)
    {
        writer.Write((ulong)(value >> 64));
        writer.Write((ulong)value);
    }

    public static UInt128 ReadUInt128(this BinaryReader reader) => new(reader.ReadUInt64(), reader.ReadUInt64());

    /// <summary>A text of at most 255 bytes.</summary>
    public static void WriteId(this BinaryWriter writer, ReadOnlySpan<byte> id)
    {
        writer.Write((byte)id.Length);
        writer.Write(id);
    }

    /// <summary>Reads a text into a buffer of 255 bytes; the part that it fills.</summary>
    public static ReadOnlySpan<byte> ReadId(this BinaryReader reader, Span<byte> buffer)
    {
        Span<byte> id = buffer[..reader.ReadByte()];
        reader.BaseStream.ReadExactly(id);
        return id;
    }
}
