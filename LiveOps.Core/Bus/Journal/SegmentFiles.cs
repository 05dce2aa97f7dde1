using Microsoft.Win32.SafeHandles;

namespace LiveOps.Core.Bus.Journal;

/// <summary>The segments of a journal, the newest of which is open for writing. Writing is one thread's alone; the rest is anybody's.</summary>
internal sealed class SegmentFiles : IDisposable
{
    private readonly Lock _gate = new();
    private readonly JournalOptions _options;
    private readonly List<Segment> _segments; // oldest first, never empty
    private SafeFileHandle _file;
    private bool _cutNeeded, _nextNeeded;

    private SegmentFiles(JournalOptions options, List<Segment> segments, SafeFileHandle file)
    {
        _options = options;
        _segments = segments;
        _file = file;
    }

    /// <summary>The position of the oldest record still kept.</summary>
    public long Oldest
    {
        get
        {
            lock (_gate)
                return _segments[0].Position;
        }
    }

    /// <summary>Opens the segments of a folder, making the first when needed, checking the newest and cutting a torn tail.</summary>
    /// <param name="options">Where they are.</param>
    /// <param name="end">The position after the last whole record.</param>
    /// <param name="torn">How many bytes of a torn write were cut.</param>
    /// <exception cref="JournalException">The files are damaged, of a newer version or not ours.</exception>
    /// <exception cref="IOException">They cannot be read or written.</exception>
    public static SegmentFiles Open(JournalOptions options, out long end, out long torn)
    {
        Directory.CreateDirectory(options.Folder);
        List<Segment> segments = Segment.List(options.Folder);
        if (segments.Count > 0 && new FileInfo(segments[^1].Path).Length < Segment.HeaderLength)
        {
            // A crash came while the segment was made: no record was ever written to it.
            File.Delete(segments[^1].Path);
            segments.RemoveAt(segments.Count - 1);
        }

        if (segments.Count == 0)
            segments.Add(Segment.Create(options.Folder, 0));
        for (int i = 0; i + 1 < segments.Count; i++)
        {
            if (segments[i].FileOffset(segments[i + 1].Position) != new FileInfo(segments[i].Path).Length)
                throw new JournalException($"{segments[i].Path} does not end where the next segment begins: a segment is missing, or this one was cut.");
        }

        Segment last = segments[^1];
        SafeFileHandle file = OpenForAppend(last);
        try
        {
            last.CheckHeader(file);
            (end, torn) = SegmentScan.FindEnd(last, file, options.MaxRecordBytes);
            if (torn > 0)
            {
                if (end < options.DurableBefore)
                    throw SegmentScan.Damage(last, last.FileOffset(end), "a snapshot holds it");
                RandomAccess.SetLength(file, last.FileOffset(end));
                RandomAccess.FlushToDisk(file);
            }

            return new SegmentFiles(options, segments, file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Writes a group at a position, in a new segment when the newest is full, and forces it to the disk.</summary>
    /// <remarks>Whatever it throws: it could not be written, see <see cref="CutFirst"/>.</remarks>
    public void Write(List<ReadOnlyMemory<byte>> group, long from)
    {
        Segment segment = _segments[^1];
        if (_cutNeeded)
        {
            Cut(segment, from);
            _cutNeeded = false;
        }

        if (_nextNeeded || from - segment.Position >= _options.SegmentBytes)
            segment = Next(from);
        try
        {
            RandomAccess.Write(_file, group, segment.FileOffset(from));
        }
        catch (Exception e) when (DiskTrouble.IsTooLarge(e) && from > segment.Position)
        {
            // No file may grow so large here: the group goes to a new one, where it may well have room.
            Cut(segment, from);
            segment = Next(from);
            RandomAccess.Write(_file, group, segment.FileOffset(from));
        }

        if (_options.Fsync)
            RandomAccess.FlushToDisk(_file);
    }

    /// <summary>The last write failed: what it left behind from a position on is cut, at once if that can be, for a process that ends now would find it again; else before anything else is written.</summary>
    public void CutFirst(long from)
    {
        _cutNeeded = true;
        try
        {
            Cut(_segments[^1], from);
            _cutNeeded = false;
        }
#pragma warning disable CA1031 // what could not be written may not be cut either; the next write says so
        catch (Exception)
#pragma warning restore CA1031
        {
        }
    }

    // Durably: a segment that goes on where the next one begins would pass for damage.
    private void Cut(Segment segment, long from)
    {
        RandomAccess.SetLength(_file, segment.FileOffset(from));
        RandomAccess.FlushToDisk(_file);
    }

    // Once begun it is gone through with before anything else is written: what it may have left on the disk begins at this position.
    private Segment Next(long from)
    {
        _nextNeeded = true;
        Segment segment = Segment.Create(_options.Folder, from);
        SafeFileHandle file = OpenForAppend(segment);
        _file.Dispose();
        _file = file;
        lock (_gate)
            _segments.Add(segment);
        _nextNeeded = false;
        return segment;
    }

    /// <summary>The segment that holds a position.</summary>
    /// <exception cref="JournalException">It was deleted.</exception>
    public Segment Of(long position)
    {
        lock (_gate)
        {
            return _segments.FindLast(segment => segment.Position <= position)
                ?? throw new JournalException($"the journal begins at {_segments[0].Position}; position {position} was deleted.");
        }
    }

    /// <summary>Deletes those that lie wholly before a position.</summary>
    public void DeleteBefore(long position)
    {
        while (true)
        {
            Segment oldest;
            lock (_gate)
            {
                if (_segments.Count < 2 || _segments[1].Position > position)
                    return;
                oldest = _segments[0];
                _segments.RemoveAt(0);
            }

            File.Delete(oldest.Path);
        }
    }

    /// <summary>Bytes of all files, when the last record ends at a position.</summary>
    public long DiskBytes(long end)
    {
        lock (_gate)
            return end - _segments[0].Position + (long)_segments.Count * Segment.HeaderLength;
    }

    public void Dispose() => _file.Dispose();

    private static SafeFileHandle OpenForAppend(Segment segment) =>
        File.OpenHandle(segment.Path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
}
