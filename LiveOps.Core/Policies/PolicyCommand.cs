using System.Text;

namespace LiveOps.Core.Policies;

/// <summary>
/// What is written to the journal of a document, behind the service's own mark of a command: <c>u8 version=1 | u8 kind</c>, then of a write <c>i64 expected | version |
/// bytes text (empty for none) | i32 count | i32 numbers forgotten</c>, of a file its JSON (empty: it is gone), of a time <c>i64 Unix ticks</c>.
/// </summary>
public static class PolicyCommand
{
    private const byte Format = 1;

    /// <summary>The numbers are in journals: never reuse one.</summary>
    internal enum Kind : byte
    {
        Write = 1,
        File = 2,
        Time = 3,
    }

    /// <summary>A change of the versions.</summary>
    public static byte[] Write(PolicyWrite write) => Bytes(Kind.Write, writer =>
    {
        writer.Write(write.Expected);
        PolicyFormat.Write(writer, write.Changed);
        PolicyFormat.WriteBytes(writer, write.Packed ?? []);
        writer.Write(write.Forgotten.Count);
        foreach (int number in write.Forgotten)
            writer.Write(number);
    });

    /// <summary>A file comes into force, or with nothing in it is gone.</summary>
    public static byte[] File(ReadOnlySpan<byte> json) => [Format, (byte)Kind.File, .. json];

    /// <summary>It is so late: what is due comes into force.</summary>
    public static byte[] Time(long now) => Bytes(Kind.Time, writer => writer.Write(now));

    /// <summary>Reads the kind.</summary>
    /// <exception cref="InvalidDataException">Of a version that is not known.</exception>
    internal static Kind KindOf(ref ReadOnlySpan<byte> command)
    {
        if (command.Length < 2 || command[0] != Format || !Enum.IsDefined((Kind)command[1]))
            throw new InvalidDataException("a document's command of a newer version");
        var kind = (Kind)command[1];
        command = command[2..];
        return kind;
    }

    /// <summary>Reads a change.</summary>
    internal static PolicyWrite ReadWrite(ReadOnlySpan<byte> body)
    {
        using var reader = new BinaryReader(new MemoryStream(body.ToArray()));
        long expected = reader.ReadInt64();
        PolicyVersion changed = PolicyFormat.Read(reader);
        byte[] packed = PolicyFormat.ReadBytes(reader);
        int[] forgotten = new int[Math.Clamp(reader.ReadInt32(), 0, PolicyHistory.MostVersions)];
        for (int i = 0; i < forgotten.Length; i++)
            forgotten[i] = reader.ReadInt32();
        return new PolicyWrite(expected, changed, packed.Length == 0 ? null : packed, forgotten);
    }

    private static byte[] Bytes(Kind kind, Action<BinaryWriter> content)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write(Format);
        writer.Write((byte)kind);
        content(writer);
        return stream.ToArray();
    }
}
