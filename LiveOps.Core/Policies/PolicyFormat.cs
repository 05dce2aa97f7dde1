namespace LiveOps.Core.Policies;

/// <summary>
/// A version in bytes, as <see cref="BinaryWriter"/> writes: <c>i32 number | i64 made | i64 effective | string author | string reason | i32 size | i32 restores |
/// i64 revision | bool called off</c>.
/// </summary>
public static class PolicyFormat
{
    /// <summary>Writes a version.</summary>
    public static void Write(BinaryWriter writer, PolicyVersion version)
    {
        writer.Write(version.Number);
        writer.Write(version.MadeAt);
        writer.Write(version.EffectiveAt);
        writer.Write(version.Author);
        writer.Write(version.Reason);
        writer.Write(version.Size);
        writer.Write(version.KeptRestores);
        writer.Write(version.Revision);
        writer.Write(version.IsCalledOff);
    }

    /// <summary>Reads a version.</summary>
    public static PolicyVersion Read(BinaryReader reader) =>
        new(reader.ReadInt32(), reader.ReadInt64(), reader.ReadInt64(), reader.ReadString(), reader.ReadString(), reader.ReadInt32(), PolicyVersion.RestoresOf(reader.ReadInt32()))
        {
            Revision = reader.ReadInt64(),
            IsCalledOff = reader.ReadBoolean(),
        };

    /// <summary>Reads bytes that lie behind their length.</summary>
    /// <exception cref="InvalidDataException">There are fewer, or more than any text is kept in.</exception>
    public static byte[] ReadBytes(BinaryReader reader)
    {
        int length = reader.ReadInt32();
        byte[] bytes = length is >= 0 and <= 2 * PolicyText.MaxBytes ? reader.ReadBytes(length) : throw new InvalidDataException("a document's text is damaged");
        return bytes.Length == length ? bytes : throw new InvalidDataException("a document's text is cut off");
    }

    /// <summary>Writes bytes behind their length.</summary>
    public static void WriteBytes(BinaryWriter writer, ReadOnlySpan<byte> bytes)
    {
        writer.Write(bytes.Length);
        writer.Write(bytes);
    }
}
