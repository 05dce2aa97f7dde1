using System.Text;
using LiveOps.Progression.Notes;

namespace LiveOps.Progression.State;

/// <summary>
/// What is written to the journal of notes, behind the mark of a command: <c>u8 version=1 | u8 kind | string player</c>, then of a new one <c>string id | i64 at | string by | string text</c>, of one that is
/// deleted <c>string id</c>. Strings as <see cref="BinaryWriter"/> writes them.
/// </summary>
internal static class NoteCommand
{
    private const byte Version = 1;

    /// <summary>The numbers are in journals: never reuse one.</summary>
    internal enum Kind : byte
    {
        Add = 1,
        Remove = 2,
    }

    /// <summary>Keeps a note.</summary>
    public static byte[] Add(string player, Note note) => Bytes(Kind.Add, player, writer => Write(writer, note));

    /// <summary>Deletes a note.</summary>
    public static byte[] Remove(string player, string note) => Bytes(Kind.Remove, player, writer => writer.Write(note));

    /// <summary>Begins to read.</summary>
    /// <exception cref="InvalidDataException">Of a version that is not known.</exception>
    public static BinaryReader Open(ReadOnlySpan<byte> command, out Kind kind, out string player)
    {
        var reader = new BinaryReader(new MemoryStream(command.ToArray()), Encoding.UTF8);
        if (reader.ReadByte() != Version)
            throw new InvalidDataException("a note's command of a newer version");
        kind = (Kind)reader.ReadByte();
        player = reader.ReadString();
        return reader;
    }

    /// <summary>Writes a note.</summary>
    public static void Write(BinaryWriter writer, Note note)
    {
        writer.Write(note.Id);
        writer.Write(note.At);
        writer.Write(note.By);
        writer.Write(note.Text);
    }

    /// <summary>Reads a note.</summary>
    public static Note Read(BinaryReader reader) => new(reader.ReadString(), reader.ReadInt64(), reader.ReadString(), reader.ReadString());

    private static byte[] Bytes(Kind kind, string player, Action<BinaryWriter> content)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write((byte)CommandKind.Notes);
        writer.Write(Version);
        writer.Write((byte)kind);
        writer.Write(player);
        content(writer);
        return stream.ToArray();
    }
}
