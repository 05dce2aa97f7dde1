using System.Text;

namespace LiveOps.Core.Notices;

/// <summary>A notice in bytes, as <see cref="BinaryWriter"/> writes: <c>u8 type | string source | string subject | i64 at | i32 length | data</c>.</summary>
public static class NoticeFormat
{
    /// <summary>Writes a notice.</summary>
    public static void Write(BinaryWriter writer, Notice notice)
    {
        writer.Write((byte)notice.Type);
        writer.Write(notice.Source);
        writer.Write(notice.Subject);
        writer.Write(notice.At);
        writer.Write(notice.Data.Length);
        writer.Write(notice.Data.Span);
    }

    /// <summary>Reads one.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static Notice Read(BinaryReader reader)
    {
        var type = (NoticeType)reader.ReadByte();
        string source = reader.ReadString(), subject = reader.ReadString();
        long at = reader.ReadInt64();
        int length = reader.ReadInt32();
        byte[] data = length is >= 0 and <= Notice.MaxData ? reader.ReadBytes(length) : throw new InvalidDataException("a notice is damaged");
        if (data.Length != length || subject.Length > Notice.MaxSubject || source.Length > Notice.MaxSubject)
            throw new InvalidDataException("a notice is cut off");
        return new Notice(type, source, subject, at, data);
    }

    /// <summary>A notice by itself.</summary>
    public static byte[] ToBytes(Notice notice)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        Write(writer, notice);
        return stream.ToArray();
    }

    /// <summary>Reads what <see cref="ToBytes"/> made.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static Notice Read(byte[] bytes, int offset = 0)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes, offset, bytes.Length - offset), Encoding.UTF8);
        try
        {
            return Read(reader);
        }
        catch (Exception e) when (e is EndOfStreamException or FormatException or ArgumentException)
        {
            throw new InvalidDataException("a notice is cut off", e);
        }
    }
}
