using System.Text;

namespace LiveOps.Core.Notices;

/// <summary>
/// Notices of one service as they travel on the bus (<see cref="Bus.BusMessageKind.Notices"/>), numbered without gaps: who has had number n of a source passes over what comes again.
/// In bytes, as <see cref="BinaryWriter"/> writes: <c>u8 version=1 | string source | i64 first | i32 count | each notice</c> (<see cref="NoticeFormat"/>).
/// </summary>
/// <param name="Source">Whose.</param>
/// <param name="First">The number of the first.</param>
/// <param name="Notices">The notices, in order.</param>
public sealed record NoticeBatch(string Source, long First, IReadOnlyList<Notice> Notices)
{
    private const byte Version = 1;

    /// <summary>The number behind the last.</summary>
    public long End => First + Notices.Count;

    /// <summary>As a message's payload.</summary>
    public byte[] ToBytes()
    {
        var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write(Version);
        writer.Write(Source);
        writer.Write(First);
        writer.Write(Notices.Count);
        foreach (Notice notice in Notices)
            NoticeFormat.Write(writer, notice);
        return stream.ToArray();
    }

    /// <summary>Reads a payload.</summary>
    /// <exception cref="InvalidDataException">It is of a newer version, or damaged.</exception>
    public static NoticeBatch Read(ReadOnlySpan<byte> bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes.ToArray()), Encoding.UTF8);
        try
        {
            if (reader.ReadByte() != Version)
                throw new InvalidDataException("notices of a newer version");
            string source = reader.ReadString();
            long first = reader.ReadInt64();
            var notices = new List<Notice>();
            for (int left = reader.ReadInt32(); left > 0; left--)
                notices.Add(NoticeFormat.Read(reader));
            return new NoticeBatch(source, first, notices);
        }
        catch (Exception e) when (e is EndOfStreamException or FormatException or ArgumentException)
        {
            throw new InvalidDataException("notices are cut off", e);
        }
    }

    /// <summary>Reads whose a payload is and the number behind its last notice, without the notices; null when it is of a newer version.</summary>
    public static (string Source, long End)? ReadHead(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 2 || bytes[0] != Version)
            return null;
        int length = bytes[1]; // of fewer than 128 bytes: one byte holds it
        if (length > sbyte.MaxValue || bytes.Length < 2 + length + sizeof(long) + sizeof(int))
            return null;
        ReadOnlySpan<byte> numbers = bytes[(2 + length)..];
        return (Encoding.UTF8.GetString(bytes.Slice(2, length)), BitConverter.ToInt64(numbers) + BitConverter.ToInt32(numbers[sizeof(long)..]));
    }
}
