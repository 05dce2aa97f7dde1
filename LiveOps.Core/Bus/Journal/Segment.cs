using System.Buffers.Binary;
using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace LiveOps.Core.Bus.Journal;

/// <summary>
/// One file of the journal, named after the position of its first record (<c>00000000000000000000.journal</c>): a header of 32 bytes
/// (<c>"LOJOURNL" | u16 version | u16 0 | u32 0 | u64 position | u32 0 | u32 crc</c>), then records.
/// </summary>
internal sealed class Segment(string path, long position)
{
    public const int HeaderLength = 32;
    public const ushort Version = 1;
    private const string Extension = ".journal";

    private static ReadOnlySpan<byte> Magic => "LOJOURNL"u8;

    public string Path { get; } = path;

    /// <summary>The position of the first record.</summary>
    public long Position { get; } = position;

    /// <summary>Where the byte at a position lies in the file.</summary>
    public long FileOffset(long at) => at - Position + HeaderLength;

    /// <summary>The segments of a folder, oldest first.</summary>
    public static List<Segment> List(string folder) =>
        [.. Folders.Files(folder, "*" + Extension)
            .Select(path => long.TryParse(System.IO.Path.GetFileNameWithoutExtension(path), NumberStyles.None, CultureInfo.InvariantCulture, out long position)
                ? new Segment(path, position)
                : throw new JournalException($"{path} is not a journal segment: its name must be the position of its first record."))
            .OrderBy(segment => segment.Position)];

    /// <summary>Makes an empty segment, durable with its name.</summary>
    public static Segment Create(string folder, long position)
    {
        string path = System.IO.Path.Combine(folder, position.ToString("D20", CultureInfo.InvariantCulture) + Extension);
        Span<byte> header = stackalloc byte[HeaderLength];
        header.Clear();
        Magic.CopyTo(header);
        BinaryPrimitives.WriteUInt16LittleEndian(header[8..], Version);
        BinaryPrimitives.WriteInt64LittleEndian(header[16..], position);
        BinaryPrimitives.WriteUInt32LittleEndian(header[28..], ~RecordFormat.PayloadCrc(~0u, header[..28]));
        using (SafeFileHandle file = File.OpenHandle(path, FileMode.Create, FileAccess.Write))
        {
            RandomAccess.Write(file, header, 0);
            RandomAccess.FlushToDisk(file);
        }

        Folders.Flush(folder);
        return new Segment(path, position);
    }

    /// <summary>Checks the header.</summary>
    /// <exception cref="JournalException">It is of a newer version, or damaged.</exception>
    public void CheckHeader(SafeFileHandle file)
    {
        Span<byte> header = stackalloc byte[HeaderLength];
        if (RandomAccess.Read(file, header, 0) < HeaderLength || !header.StartsWith(Magic))
            throw new JournalException($"{Path} is not a journal segment, or its header is damaged.");
        if (~RecordFormat.PayloadCrc(~0u, header[..28]) != BinaryPrimitives.ReadUInt32LittleEndian(header[28..]))
            throw new JournalException($"{Path} is damaged: its header, at offset 0, does not match its checksum.");
        int version = BinaryPrimitives.ReadUInt16LittleEndian(header[8..]);
        if (version > Version)
            throw new JournalException($"{Path} was written by a newer LiveOps (format {version}, this one reads up to {Version}): use that version.");
        if (BinaryPrimitives.ReadInt64LittleEndian(header[16..]) != Position)
            throw new JournalException($"{Path} is not what its name says: its first record has position {BinaryPrimitives.ReadInt64LittleEndian(header[16..])}.");
    }
}
