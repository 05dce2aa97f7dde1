using System.Diagnostics;
using Microsoft.Win32.SafeHandles;

namespace LiveOps.Core.Bus.Journal;

/// <summary>
/// An append-only log in segment files with group commit:
/// <list type="number">
/// <item>an appender computes the CRC of its record, then under the lock copies it behind the others and waits;</item>
/// <item>the committing thread takes all that has gathered, writes it with one call and forces it to the disk with one fsync;</item>
/// <item>it wakes the appenders and the consumers; what arrived meanwhile is the next group.</item>
/// </list>
/// A position is the number of record bytes before a record since the first segment was made; it never changes.
/// </summary>
public sealed class Journal : IDisposable
{
    /// <summary>After a failed write, appending is refused for this long before the disk is tried again.</summary>
    public static readonly TimeSpan RetryAfterFailure = TimeSpan.FromSeconds(1);

    // This many appenders in one group are a load.
    private const int BusyAppenders = 8;

    private readonly JournalOptions _options;
    private readonly TimeProvider _clock;
    private readonly Thread _committer;
    private readonly object _gate = new();
    private readonly object _readers = new();
    private readonly List<Chunk> _chunks = []; // consecutive, oldest first; the last is appended to
    private readonly Stack<byte[]> _spareBuffers = [];
    private readonly List<Segment> _segments;
    private readonly Dictionary<long, TaskCompletionSource<object?>> _commands = [];
    private readonly Stack<CommitWaiter> _pool = [];
    private readonly Action<CommitWaiter> _giveBack;
    private List<CommitWaiter> _waiters = [];
    private SafeFileHandle _file;
    private long _appended, _groupStart, _durable, _failedAt;
    private bool _idle, _closing, _cutNeeded;
    private Exception? _failure;

    private Journal(JournalOptions options, TimeProvider clock, List<Segment> segments, SafeFileHandle file, long end, long torn)
    {
        _options = options;
        _clock = clock;
        _segments = segments;
        _file = file;
        _appended = _groupStart = _durable = end;
        TornBytes = torn;
        _giveBack = waiter =>
        {
            lock (_pool)
                _pool.Push(waiter);
        };
        _committer = new Thread(Commit) { IsBackground = true, Name = "journal" };
        _committer.Start();
    }

    /// <summary>Everything before this position is on disk.</summary>
    public long Durable => Volatile.Read(ref _durable);

    /// <summary>The position of the oldest record still kept.</summary>
    public long Oldest
    {
        get
        {
            lock (_gate)
                return _segments[0].Position;
        }
    }

    /// <summary>How many bytes of a torn write were cut when it was opened.</summary>
    public long TornBytes { get; }

    /// <summary>Why the last write failed; null while all is well.</summary>
    public Exception? Failure => Volatile.Read(ref _failure);

    /// <summary>Told after each group: its bytes, and how long write and fsync took. Called on the committing thread.</summary>
    public Action<int, TimeSpan>? Committed { get; set; }

    /// <summary>Bytes of all segment files.</summary>
    public long DiskBytes
    {
        get
        {
            lock (_gate)
                return _durable - _segments[0].Position + (long)_segments.Count * Segment.HeaderLength;
        }
    }

    /// <summary>Opens a journal, making its folder when needed, checking its newest segment and cutting a torn tail.</summary>
    /// <exception cref="JournalException">The files are damaged, of a newer version, not ours, or cannot be read or written.</exception>
    public static Journal Open(JournalOptions options, TimeProvider clock)
    {
        try
        {
            return OpenFiles(options, clock);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new JournalException($"The journal in {options.Folder} cannot be used: {e.Message}", e);
        }
    }

    private static Journal OpenFiles(JournalOptions options, TimeProvider clock)
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
            (long end, long torn) = SegmentScan.FindEnd(last, file, options.MaxRecordBytes);
            if (torn > 0)
            {
                RandomAccess.SetLength(file, last.FileOffset(end));
                RandomAccess.FlushToDisk(file);
            }

            return new Journal(options, clock, segments, file, end, torn);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Appends a record of two parts. Completes when it is durable.</summary>
    /// <param name="head">The payload's first part.</param>
    /// <param name="body">The rest of it.</param>
    /// <param name="command">Whoever waits for what the record's consumer makes of it; see <see cref="TakeCommand"/>.</param>
    /// <exception cref="BusUnavailableException">It could not be written; it will never be applied.</exception>
    public ValueTask AppendAsync(ReadOnlySpan<byte> head, ReadOnlySpan<byte> body, TaskCompletionSource<object?>? command = null)
    {
        int length = head.Length + body.Length, total = length + RecordFormat.HeaderLength;
        if (length == 0 || length > _options.MaxRecordBytes)
            throw new ArgumentException($"a record holds 1 to {_options.MaxRecordBytes} bytes, this one {length}");
        uint crc = RecordFormat.PayloadCrc(RecordFormat.PayloadCrc(~0u, head), body);
        CommitWaiter? waiter;
        lock (_pool)
            _pool.TryPop(out waiter);
        waiter ??= new CommitWaiter(_giveBack);
        ValueTask durable = waiter.Task;

        lock (_gate)
        {
            RefuseWhenUnable();
            Chunk chunk = RoomFor(total);
            Span<byte> to = chunk.Buffer.AsSpan(chunk.Length, total);
            RecordFormat.WriteHeader(to, length, (int)(_appended - _groupStart), crc);
            head.CopyTo(to[RecordFormat.HeaderLength..]);
            body.CopyTo(to[(RecordFormat.HeaderLength + head.Length)..]);
            if (command is not null)
                _commands.Add(_appended, command);
            chunk.Length += total;
            _appended += total;
            _waiters.Add(waiter);
            if (_idle)
                Monitor.Pulse(_gate);
        }

        return durable;
    }

    /// <summary>Whoever waits for the record at a position, once.</summary>
    public TaskCompletionSource<object?>? TakeCommand(long position)
    {
        lock (_gate)
            return _commands.Remove(position, out TaskCompletionSource<object?>? command) ? command : null;
    }

    /// <summary>Blocks until there are durable records behind a position; false when cancelled first.</summary>
    public bool WaitBeyond(long position, CancellationToken stop)
    {
        if (Durable > position)
            return true;
        lock (_readers)
        {
            while (Durable <= position)
            {
                if (stop.IsCancellationRequested)
                    return false;
                Monitor.Wait(_readers);
            }
        }

        return true;
    }

    /// <summary>Wakes those in <see cref="WaitBeyond"/>, so that they see a cancellation.</summary>
    public void WakeReaders()
    {
        lock (_readers)
            Monitor.PulseAll(_readers);
    }

    /// <summary>Deletes the segments that lie wholly before a position.</summary>
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

    /// <summary>Writes what is pending and closes the files. Appending fails from now on.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_closing)
                return;
            _closing = true;
            Monitor.Pulse(_gate);
        }

        _committer.Join();
        _file.Dispose();
    }

    /// <summary>The durable records in memory from a position on, held until <see cref="Release"/>; false when they are only on disk.</summary>
    internal bool TryHold(long position, out Chunk? chunk, out ReadOnlyMemory<byte> records)
    {
        lock (_gate)
        {
            for (int i = _chunks.Count - 1; i >= 0; i--)
            {
                Chunk candidate = _chunks[i];
                if (candidate.Position > position || candidate.End <= position)
                    continue;
                candidate.Readers++;
                chunk = candidate;
                records = candidate.Buffer.AsMemory((int)(position - candidate.Position), (int)(Math.Min(_durable, candidate.End) - position));
                return true;
            }
        }

        chunk = null;
        records = default;
        return false;
    }

    internal void Release(Chunk chunk)
    {
        lock (_gate)
        {
            chunk.Readers--;
        }
    }

    /// <summary>The segment that holds a position.</summary>
    internal Segment SegmentOf(long position)
    {
        lock (_gate)
        {
            return _segments.FindLast(segment => segment.Position <= position)
                ?? throw new JournalException($"the journal begins at {_segments[0].Position}; position {position} was deleted.");
        }
    }

    internal int MaxRecordBytes => _options.MaxRecordBytes;

    private void RefuseWhenUnable()
    {
        if (_closing)
            throw new BusUnavailableException("the journal is closing");
        if (_failure is not null && _clock.GetElapsedTime(_failedAt) < RetryAfterFailure)
            throw new BusUnavailableException("the journal could not be written", _failure);
        if (_appended - _durable > _options.MaxPendingBytes)
            throw new BusUnavailableException("the disk does not keep up");
    }

    private Chunk RoomFor(int bytes)
    {
        if (_chunks.Count > 0 && _chunks[^1].Buffer.Length - _chunks[^1].Length >= bytes)
            return _chunks[^1];

        // Chunks that are on disk may go; a slow consumer reads the file instead. What is not yet written stays, however much it is.
        while (_chunks.Count >= _options.MemoryChunks && _chunks[0].End <= _durable)
        {
            if (_chunks[0].Readers == 0)
                _spareBuffers.Push(_chunks[0].Buffer);
            _chunks.RemoveAt(0);
        }

        if (!_spareBuffers.TryPop(out byte[]? buffer))
            buffer = GC.AllocateUninitializedArray<byte>(_options.ChunkBytes);
        _chunks.Add(new Chunk(buffer) { Position = _appended });
        return _chunks[^1];
    }

    private void Commit()
    {
        var parts = new List<ReadOnlyMemory<byte>>();
        var taken = new List<CommitWaiter>();
        long began = 0;
        bool busy = false;
        while (true)
        {
            long from, to;
            lock (_gate)
            {
                while (_appended == _durable && !_closing)
                {
                    _idle = true;
                    Monitor.Wait(_gate);
                    _idle = false;
                }

                if (_appended == _durable)
                    return;
            }

            // Under load each group costs a write and an fsync, whatever its size: let it grow. The first after a pause is written at once.
            TimeSpan early = _options.GroupInterval - Stopwatch.GetElapsedTime(began);
            if (busy && early > TimeSpan.Zero && Volatile.Read(ref _appended) - _durable < _options.GroupBytes)
                Thread.Sleep((int)Math.Ceiling(early.TotalMilliseconds));
            began = Stopwatch.GetTimestamp();
            lock (_gate)
            {
                from = _durable;
                to = _appended;
                _groupStart = to;
                (taken, _waiters) = (_waiters, taken);
                parts.Clear();
                foreach (Chunk chunk in _chunks)
                {
                    if (chunk.End > from)
                    {
                        int start = (int)Math.Max(0, from - chunk.Position);
                        parts.Add(chunk.Buffer.AsMemory(start, chunk.Length - start));
                    }
                }
            }

            Exception? failure = null;
            try
            {
                Write(parts, from);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                failure = new BusUnavailableException("the journal could not be written", e);
            }

            if (failure is null)
            {
                Volatile.Write(ref _durable, to);
                Volatile.Write(ref _failure, null);
                WakeReaders();
                Committed?.Invoke((int)(to - from), Stopwatch.GetElapsedTime(began));
            }
            else
            {
                GiveUp(from, failure, taken);
            }

            busy = taken.Count >= BusyAppenders;
            CommitCompletion.Queue(taken, failure);
            taken.Clear();
        }
    }

    private void Write(List<ReadOnlyMemory<byte>> parts, long from)
    {
        Segment segment = _segments[^1];
        if (_cutNeeded)
        {
            RandomAccess.SetLength(_file, segment.FileOffset(from));
            _cutNeeded = false;
        }

        if (from - segment.Position >= _options.SegmentBytes)
        {
            segment = Segment.Create(_options.Folder, from);
            SafeFileHandle file = OpenForAppend(segment);
            _file.Dispose();
            _file = file;
            lock (_gate)
                _segments.Add(segment);
        }

        RandomAccess.Write(_file, parts, segment.FileOffset(from));
        if (_options.Fsync)
            RandomAccess.FlushToDisk(_file);
    }

    // Nothing from here on was acknowledged: forget it in memory, and cut it from the file before anything else is written.
    private void GiveUp(long from, Exception failure, List<CommitWaiter> taken)
    {
        lock (_gate)
        {
            while (_chunks.Count > 0 && _chunks[^1].Position >= from)
                _chunks.RemoveAt(_chunks.Count - 1);
            if (_chunks.Count > 0)
                _chunks[^1].Length = (int)(from - _chunks[^1].Position);
            _appended = _groupStart = from;
            foreach (long position in _commands.Keys.Where(position => position >= from).ToList())
                _commands.Remove(position);
            taken.AddRange(_waiters);
            _waiters.Clear();
            _cutNeeded = true;
            _failedAt = _clock.GetTimestamp();
            Volatile.Write(ref _failure, failure);
        }
    }

    private static SafeFileHandle OpenForAppend(Segment segment) =>
        File.OpenHandle(segment.Path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
}
