using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace LiveOps.Core.Bus.Journal;

/// <summary>
/// Feeds one <see cref="IJournaledState"/>: snapshot and tail at start, then every durable record as it comes, on a thread of its own. So a slow
/// or failing consumer keeps nobody else waiting.
/// </summary>
public sealed partial class JournalConsumer : IDisposable
{
    private static readonly TimeSpan LeastPause = TimeSpan.FromMilliseconds(4);
    private static readonly TimeSpan ReadAgainAfter = TimeSpan.FromSeconds(1);

    private readonly Journal _journal;
    private readonly IJournaledState _state;
    private readonly JournalApplier _applier;
    private readonly SnapshotFiles _snapshots;
    private readonly long _snapshotBytes;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private JournalCursor _cursor;
    private Thread? _thread;
    private long _snapshotAt, _position;
    private bool _isWaiting;

    /// <param name="journal">The bus.</param>
    /// <param name="state">Whose state.</param>
    /// <param name="snapshots">Where its snapshots lie.</param>
    /// <param name="deadLetters">Where messages go that cannot be applied.</param>
    /// <param name="snapshotBytes">A snapshot is written after this many bytes of journal.</param>
    /// <param name="logger">Where trouble is told.</param>
    public JournalConsumer(Journal journal, IJournaledState state, SnapshotFiles snapshots, DeadLetterFiles deadLetters, long snapshotBytes, ILogger logger)
    {
        _journal = journal;
        _state = state;
        _applier = new JournalApplier(journal, state, deadLetters, logger, _stop.Token);
        _snapshots = snapshots;
        _snapshotBytes = snapshotBytes;
        _logger = logger;
        _cursor = new JournalCursor(journal, 0);
    }

    /// <summary>Which consumer.</summary>
    public string Name => _state.Name;

    /// <summary>Everything before this position is applied.</summary>
    public long Position => Volatile.Read(ref _position);

    /// <summary>The journal is needed from here on.</summary>
    public long NeededFrom { get; private set; }

    /// <summary>Events applied since it was started.</summary>
    public long AppliedEvents => _applier.AppliedEvents;

    /// <summary>Messages tried again after a group failed.</summary>
    public long Redeliveries => _applier.Redeliveries;

    /// <summary>Messages set aside as dead letters.</summary>
    public long SetAside => _applier.SetAside;

    /// <summary>Bytes of its snapshots.</summary>
    public long SnapshotBytesOnDisk => _snapshots.DiskBytes;

    /// <summary>Completes when it can go on no further: damage, a file that is gone, a record of a newer version. What it serves is then no longer up to date.</summary>
    public Task Stopped => _stopped.Task;

    /// <summary>Whether it has stopped, or waits until the journal can be read again.</summary>
    public bool IsHeldUp => Stopped.IsCompleted || Volatile.Read(ref _isWaiting);

    /// <summary>Told after a snapshot, so that segments nobody needs can go.</summary>
    public Action? SnapshotTaken { get; set; }

    /// <summary>Told of each message that comes and is applied, or set aside, on the consumer's thread.</summary>
    public Action<BusMessage>? Applied { get => _applier.Applied; set => _applier.Applied = value; }

    /// <summary>Loads the newest snapshot and applies the tail. Blocks until the state is that of the journal's end.</summary>
    /// <exception cref="JournalException">Snapshot or journal cannot be used.</exception>
    public void Recover()
    {
        try
        {
            LoadAndDrain();
        }
        catch (Exception e) when (DiskTrouble.Is(e))
        {
            throw new JournalException($"{Name} cannot be recovered: {e.Message}", e);
        }
    }

    private void LoadAndDrain()
    {
        long position = _snapshots.Load(_state.Load, (path, reason) => Log.SnapshotDamaged(_logger, path, reason), _journal.Durable);
        if (position < _journal.Oldest)
            throw new JournalException($"{Name} has no usable snapshot, and the journal before position {_journal.Oldest} was deleted: restore a backup.");
        _cursor.Dispose();
        _cursor = new JournalCursor(_journal, position);
        _snapshotAt = position;
        NeededFrom = _snapshots.NeededFrom;
        Volatile.Write(ref _position, position);
        while (Drain())
        {
        }
    }

    /// <summary>Starts applying what comes.</summary>
    public void Start()
    {
        _applier.Live = true;
        _thread = new Thread(Run) { IsBackground = true, Name = "consume " + Name };
        _thread.Start();
    }

    /// <summary>Applies what is durable, writes a snapshot and ends.</summary>
    public void Dispose()
    {
        if (_stop.IsCancellationRequested)
            return;
        _stop.Cancel();
        _journal.WakeReaders();
        if (_thread is not null)
        {
            _thread.Join();
            if (!Stopped.IsCompleted)
                TakeSnapshot();
        }

        _cursor.Dispose();
        _stop.Dispose();
    }

    private void Run()
    {
        long woken = 0;
        while (_journal.WaitBeyond(_cursor.Position, _stop.Token))
        {
            // After a pause a record is applied at once; under load waking for each group would cost more than applying it.
            if (Stopwatch.GetElapsedTime(woken) < LeastPause)
                Thread.Sleep(LeastPause);
            woken = Stopwatch.GetTimestamp();
            try
            {
                while (Drain())
                {
                    // Also while there is more to apply: who is always a little behind would never write one, and keep the whole journal.
                    if (_cursor.Position - _snapshotAt >= _snapshotBytes)
                        TakeSnapshot();
                }
            }
            catch (Exception e) when (e is JournalException or OperationCanceledException)
            {
                // The state is somewhere between two positions: a snapshot of it would be a lie.
                Log.Stopped(_logger, e, Name, _cursor.Position);
                _stopped.SetResult();
                return;
            }
        }
    }

    private bool Drain()
    {
        ReadOnlyMemory<byte> records = Read();
        if (records.IsEmpty)
            return false;
        int used = 0;
        while (used < records.Length)
        {
            ReadOnlyMemory<byte> payload = JournalCursor.Payload(records[used..], out int length);
            _applier.Take(payload, _cursor.Position + used);
            used += length;
        }

        _applier.Flush();
        _cursor.Advance(used);
        Volatile.Write(ref _position, _cursor.Position);
        return true;
    }

    // What cannot be read now, for want of a handle or of the disk, may be read later; nothing behind it may be applied before. A file that is gone
    // does not come again.
    private ReadOnlyMemory<byte> Read()
    {
        while (true)
        {
            try
            {
                ReadOnlyMemory<byte> records = _cursor.Read();
                Volatile.Write(ref _isWaiting, false);
                return records;
            }
            catch (Exception e) when (_applier.Live && (e is FileNotFoundException or DirectoryNotFoundException))
            {
                throw new JournalException($"{Name} cannot go on: {e.Message}", e);
            }
            catch (Exception e) when (_applier.Live && (e is IOException or UnauthorizedAccessException))
            {
                Volatile.Write(ref _isWaiting, true);
                Log.ReadingAgain(_logger, e, Name, _cursor.Position);
                _stop.Token.WaitHandle.WaitOne(ReadAgainAfter);
                _stop.Token.ThrowIfCancellationRequested();
            }
        }
    }

    private void TakeSnapshot()
    {
        if (_cursor.Position == _snapshotAt)
            return;
        try
        {
            _snapshots.Save(_cursor.Position, _state.Save);
            _snapshotAt = _cursor.Position;
            NeededFrom = _snapshots.NeededFrom;
            SnapshotTaken?.Invoke();
        }
        catch (Exception e) when (DiskTrouble.Is(e))
        {
            Log.SnapshotFailed(_logger, e, Name);
            _snapshotAt = _cursor.Position; // try again after as much journal again, not at every record
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "{Path} is passed over for the snapshot before it: {Reason}.")]
        public static partial void SnapshotDamaged(ILogger logger, string path, string reason);

        [LoggerMessage(LogLevel.Error, "No snapshot of {Consumer} could be written; the journal is kept instead.")]
        public static partial void SnapshotFailed(ILogger logger, Exception e, string consumer);

        [LoggerMessage(LogLevel.Error, "{Consumer} waits: the journal cannot be read at position {Position}.")]
        public static partial void ReadingAgain(ILogger logger, Exception e, string consumer, long position);

        [LoggerMessage(LogLevel.Critical, "{Consumer} stopped at position {Position}.")]
        public static partial void Stopped(ILogger logger, Exception e, string consumer, long position);
    }
}
