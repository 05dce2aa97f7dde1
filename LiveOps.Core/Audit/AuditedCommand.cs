using System.Buffers.Binary;
using System.Text;

namespace LiveOps.Core.Audit;

/// <summary>
/// A command of a journaled state with its entry of the audit, so that the two are one record of the journal: behind the service's own mark <c>i32 length | the entry |
/// the command</c>, which is empty where there is nothing to do but to note.
/// </summary>
public static class AuditedCommand
{
    /// <summary>Puts both together.</summary>
    public static byte[] Of(AuditEntry entry, ReadOnlySpan<byte> command)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write(0);
        AuditFormat.Write(writer, entry);
        int length = (int)stream.Length - sizeof(int);
        writer.Write(command);
        writer.Seek(0, SeekOrigin.Begin);
        writer.Write(length);
        return stream.ToArray();
    }

    /// <summary>Takes them apart.</summary>
    /// <returns>The command.</returns>
    /// <exception cref="InvalidDataException">The entry is of a newer version, or cut off.</exception>
    public static ReadOnlySpan<byte> Read(ReadOnlySpan<byte> bytes, out AuditEntry entry)
    {
        int length = bytes.Length < sizeof(int) ? -1 : BinaryPrimitives.ReadInt32LittleEndian(bytes);
        if (length < 0 || length > bytes.Length - sizeof(int))
            throw new InvalidDataException("an entry of the audit is cut off");
        using var reader = new BinaryReader(new MemoryStream(bytes.Slice(sizeof(int), length).ToArray()), Encoding.UTF8);
        entry = AuditFormat.Read(reader);
        return bytes[(sizeof(int) + length)..];
    }
}
