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
public sealed partial class Journal : IDisposable
{
    /// <summary>After a failed write, appending is refused for this long before the disk is tried again.</summary>
    public static readonly TimeSpan RetryAfterFailure = TimeSpan.FromSeconds(1);

    private const int ProbeBytes = 64 << 10;

    private readonly JournalOptions _options;
    private readonly TimeProvider _clock;
    private readonly GroupPace _pace;
    private readonly Thread _committer;
    private readonly object _gate = new();
    private readonly object _readers = new();
    private readonly List<Chunk> _chunks = []; // consecutive, oldest first; the last is appended to
    private readonly Stack<byte[]> _spareBuffers = [];
    private readonly SegmentFiles _files;
    private readonly Dictionary<long, TaskCompletionSource<object?>> _commands = [];
    private readonly Stack<CommitWaiter> _pool = [];
    private readonly Action<CommitWaiter> _giveBack;
    private List<CommitWaiter> _waiters = [];
    private long _appended, _groupStart, _durable, _failedAt;
    private int _enough; // while a group grows: whoever makes it so large wakes the committing thread
    private bool _idle, _closing;
    private Exception? _failure;

    private Journal(JournalOptions options, TimeProvider clock, SegmentFiles files, long end, long torn)
    {
        _options = options;
        _clock = clock;
        _pace = new GroupPace(options.GroupInterval, TimeProvider.System); // a thread waits in true time
        _files = files;
        _appended = _groupStart = _durable = end;
        TornBytes = torn;
        Segment last = files.Of(end);
        OpenedAt = $"{last.Path}, offset {last.FileOffset(end)}";
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
    public long Oldest => _files.Oldest;

    /// <summary>How many bytes of a torn write were cut when it was opened.</summary>
    public long TornBytes { get; }

    /// <summary>Where its last record ended when it was opened: the segment and the offset in it.</summary>
    public string OpenedAt { get; }

    /// <summary>Why the last write failed; null while all is well.</summary>
    public Exception? Failure => Volatile.Read(ref _failure);

    /// <summary>Told after each group: its bytes, and how long write and fsync took. Called on the committing thread.</summary>
    public Action<int, TimeSpan>? Committed { get; set; }

    /// <summary>Told why, when a write fails after all was well, and null when it is well again. Called on the thread that found it.</summary>
    public Action<Exception?>? FailureChanged { get; set; }

    /// <summary>Told of the payload of each record that could not be written, for the time of the call. Under the journal's lock.</summary>
    public Action<ReadOnlyMemory<byte>>? GivenUp { get; set; }

    /// <summary>Bytes of all segment files.</summary>
    public long DiskBytes => _files.DiskBytes(Durable);

    /// <summary>Opens a journal, making its folder when needed, checking its newest segment and cutting a torn tail.</summary>
    /// <exception cref="JournalException">The files are damaged, of a newer version, not ours, or cannot be read or written.</exception>
    public static Journal Open(JournalOptions options, TimeProvider clock)
    {
        try
        {
            var files = SegmentFiles.Open(options, out long end, out long torn);
            return new Journal(options, clock, files, end, torn);
        }
        catch (Exception e) when (DiskTrouble.Is(e))
        {
            throw new JournalException($"The journal in {options.Folder} cannot be used: {e.Message}", e);
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
            if (_idle || _waiters.Count == _enough || (_enough > 0 && _appended - _durable >= _options.GroupBytes))
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

    /// <summary>
    /// After a failed write, without waiting for somebody to append: tries whether the disk takes some bytes again, and if so all is well. For whoever
    /// watches; a system that is told to be out of order is sent nothing that could find out.
    /// </summary>
    public void TryAgain()
    {
        if (Failure is null)
            return;
        try
        {
            using var probe = new FileStream(Path.Combine(_options.Folder, "probe"), FileMode.Create, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
            probe.Write(new byte[ProbeBytes]);
            probe.Flush(flushToDisk: true);
        }
        catch (Exception e) when (DiskTrouble.Is(e))
        {
            return;
        }

        if (Interlocked.Exchange(ref _failure, null) is not null)
            FailureChanged?.Invoke(null);
    }

    /// <summary>Deletes the segments that lie wholly before a position.</summary>
    public void DeleteBefore(long position) => _files.DeleteBefore(position);

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
        _files.Dispose();
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
}
