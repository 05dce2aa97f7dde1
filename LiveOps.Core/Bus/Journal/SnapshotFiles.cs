using System.Buffers.Binary;
using System.Globalization;

namespace LiveOps.Core.Bus.Journal;

/// <summary>
/// The snapshots of one consumer, named after the position of the first record they do not hold
/// (<c>00000000000000000000.snapshot</c>). A file: a header of 40 bytes
/// (<c>"LOSNAPSH" | u16 version | u16 0 | u32 0 | u64 position | u64 length | u32 crc of body | u32 crc of header</c>), then the body as the consumer
/// writes it. Written beside, forced to disk, then renamed; the newest two are kept, so that a damaged one falls back to the one before.
/// </summary>
public sealed class SnapshotFiles
{
    private const int HeaderLength = 40;
    private const ushort Version = 1;
    private const string Extension = ".snapshot";
    private const int Kept = 2;

    private readonly string _folder;
    private readonly HashSet<long> _damaged = []; // by position: found so when loading

    /// <param name="folder">The consumer's own folder; made when it is not there.</param>
    public SnapshotFiles(string folder)
    {
        _folder = folder;
        Directory.CreateDirectory(folder);
        foreach (string unfinished in Directory.EnumerateFiles(folder, "*.tmp"))
            File.Delete(unfinished);
    }

    private static ReadOnlySpan<byte> Magic => "LOSNAPSH"u8;

    /// <summary>The journal is needed from here on, should the newest snapshot be damaged.</summary>
    public long NeededFrom => Whole() is [_, var older, ..] ? older : 0;

    /// <summary>Bytes of all snapshots.</summary>
    public long DiskBytes => new DirectoryInfo(_folder).EnumerateFiles("*" + Extension).Sum(file => file.Length);

    /// <summary>Where the newest snapshot of any consumer stands: all before it was durable when it was taken.</summary>
    /// <param name="snapshots">The folder of the consumers' folders.</param>
    public static long NewestIn(string snapshots) => !Directory.Exists(snapshots)
        ? 0
        : Directory.EnumerateDirectories(snapshots).SelectMany(folder => Folders.Files(folder, "*" + Extension)).Select(PositionOf).DefaultIfEmpty().Max();

    /// <summary>Writes a snapshot and deletes those that are no longer kept.</summary>
    public void Save(long position, Action<Stream> write)
    {
        string path = PathOf(position), temporary = path + ".tmp";
        try
        {
            Write(temporary, position, write);
        }
        catch
        {
            File.Delete(temporary); // on a full disk it would keep the last room from the journal
            throw;
        }

        File.Move(temporary, path, overwrite: true);
        Folders.Flush(_folder);
        _damaged.Remove(position);
        foreach (long damaged in _damaged) // now that there is a new one; left, it would pass for one to fall back to
            File.Delete(PathOf(damaged));
        _damaged.Clear();
        foreach (long old in Positions().Skip(Kept))
            File.Delete(PathOf(old));
    }

    /// <summary>Loads the newest whole snapshot; its position, or 0 when there is none.</summary>
    /// <param name="read">Gets the body. Called again with an older one when what it got was damaged.</param>
    /// <param name="damaged">Told of each snapshot that was passed over, with the reason.</param>
    /// <param name="end">The journal's end: a snapshot beyond it means that the journal lost records.</param>
    /// <exception cref="JournalException">A snapshot is of a newer version, or lies beyond the journal's end.</exception>
    /// <exception cref="IOException">A snapshot cannot be read.</exception>
    public long Load(Action<Stream> read, Action<string, string> damaged, long end)
    {
        foreach (long position in Positions())
        {
            string path = PathOf(position);
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 20);
            if (Check(file, path, position) is { } reason)
            {
                _damaged.Add(position);
                damaged(path, reason);
                continue;
            }

            if (position > end)
                throw new JournalException($"{path} holds records up to position {position}, but the journal ends at {end}: the journal is not the one it was taken from, or lost its end.");
            file.Position = HeaderLength;
            try
            {
                read(file);
            }
            catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
            {
                throw new JournalException($"{path} is whole, but cannot be loaded: {e.Message}.", e);
            }

            return position;
        }

        return 0;
    }

    /// <summary>The position that a snapshot's name says.</summary>
    /// <exception cref="JournalException">It is no such name.</exception>
    internal static long PositionOf(string path) =>
        long.TryParse(Path.GetFileNameWithoutExtension(path), NumberStyles.None, CultureInfo.InvariantCulture, out long position)
            ? position
            : throw new JournalException($"{path} is not a snapshot: its name must be the position of the first record it does not hold.");

    private long[] Positions() => [.. Folders.Files(_folder, "*" + Extension).Select(PositionOf).OrderDescending()];

    // A damaged one is no snapshot to fall back to: it takes nobody's place.
    private long[] Whole() => [.. Positions().Where(position => !_damaged.Contains(position))];

    private static void Write(string path, long position, Action<Stream> write)
    {
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 20);
        file.SetLength(HeaderLength);
        file.Position = HeaderLength;
        var body = new ChecksumStream(file);
        write(body);
        file.Flush();
        file.Position = 0;
        file.Write(Header(position, body.Length, body.Crc));
        file.Flush(flushToDisk: true);
    }

    private string PathOf(long position) => Path.Combine(_folder, position.ToString("D20", CultureInfo.InvariantCulture) + Extension);

    private static byte[] Header(long position, long length, uint crc)
    {
        byte[] header = new byte[HeaderLength];
        Magic.CopyTo(header);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(8), Version);
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(16), position);
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(24), length);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(32), crc);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(36), ~RecordFormat.PayloadCrc(~0u, header.AsSpan(0, 36)));
        return header;
    }

    // Null when whole; the reason why not otherwise. Reads the whole file: a damaged body must not reach the consumer.
    private static string? Check(FileStream file, string path, long position)
    {
        byte[] header = new byte[HeaderLength];
        if (file.ReadAtLeast(header, HeaderLength, throwOnEndOfStream: false) < HeaderLength || !header.AsSpan().StartsWith(Magic))
            return "it has no header";
        if (~RecordFormat.PayloadCrc(~0u, header.AsSpan(0, 36)) != BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(36)))
            return "its header does not match its checksum";
        int version = BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(8));
        if (version > Version)
            throw new JournalException($"{path} was written by a newer LiveOps (format {version}, this one reads up to {Version}): use that version.");
        long length = BinaryPrimitives.ReadInt64LittleEndian(header.AsSpan(24));
        if (BinaryPrimitives.ReadInt64LittleEndian(header.AsSpan(16)) != position || file.Length != HeaderLength + length)
            return "its header does not match its name or length";

        uint crc = ~0u;
        byte[] buffer = new byte[1 << 16];
        for (int n; (n = file.Read(buffer)) > 0;)
            crc = RecordFormat.PayloadCrc(crc, buffer.AsSpan(0, n));
        return ~crc == BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(32)) ? null : "its body does not match its checksum";
    }
}
