using System.Diagnostics;
using System.Text;
using LiveOps.Core.Events;
using LiveOps.Core.Traces;
using Microsoft.Extensions.Logging;

namespace LiveOps.Core.Bus.Journal;

/// <summary>
/// Feeds one <see cref="IJournaledState"/>: snapshot and tail at start, then every durable record as it comes, on a thread of its own. So a slow
/// or failing consumer keeps nobody else waiting.
/// </summary>
public sealed partial class JournalConsumer : IDisposable
{
    // One Apply holds the state's lock: long enough to fold, short enough not to be felt by readers.
    private const int MaxMessages = 64;
    private static readonly TimeSpan LeastPause = TimeSpan.FromMilliseconds(1);

    private readonly Journal _journal;
    private readonly IJournaledState _state;
    private readonly SnapshotFiles _snapshots;
    private readonly long _snapshotBytes;
    private readonly ILogger _logger;
    private readonly byte[] _name;
    private readonly ActivitySource _source;
    private readonly BusMessage[] _messages = new BusMessage[MaxMessages];
    private readonly long[] _positions = new long[MaxMessages];
    private readonly CancellationTokenSource _stop = new();
    private readonly DeadLetterFiles _deadLetters;
    private JournalCursor _cursor;
    private Thread? _thread;
    private int _count;
    private long _snapshotAt, _position, _appliedEvents, _redeliveries, _setAside;

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
        _snapshots = snapshots;
        _deadLetters = deadLetters;
        _snapshotBytes = snapshotBytes;
        _logger = logger;
        _name = Encoding.ASCII.GetBytes(state.Name);
        _source = ActivitySources.Of(state.Name);
        _cursor = new JournalCursor(journal, 0);
    }

    /// <summary>Which consumer.</summary>
    public string Name => _state.Name;

    /// <summary>Everything before this position is applied.</summary>
    public long Position => Volatile.Read(ref _position);

    /// <summary>The journal is needed from here on.</summary>
    public long NeededFrom { get; private set; }

    /// <summary>Events applied since it was started.</summary>
    public long AppliedEvents => Volatile.Read(ref _appliedEvents);

    /// <summary>Messages tried again after a group failed.</summary>
    public long Redeliveries => Volatile.Read(ref _redeliveries);

    /// <summary>Messages set aside as dead letters.</summary>
    public long SetAside => Volatile.Read(ref _setAside);

    /// <summary>Bytes of its snapshots.</summary>
    public long SnapshotBytesOnDisk => _snapshots.DiskBytes;

    /// <summary>Told after a snapshot, so that segments nobody needs can go.</summary>
    public Action? SnapshotTaken { get; set; }

    /// <summary>Loads the newest snapshot and applies the tail. Blocks until the state is that of the journal's end.</summary>
    /// <exception cref="JournalException">Snapshot or journal cannot be used.</exception>
    public void Recover()
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
                }

                if (_cursor.Position - _snapshotAt >= _snapshotBytes)
                    TakeSnapshot();
            }
            catch (JournalException e)
            {
                Log.Stopped(_logger, e, Name, _cursor.Position);
                return;
            }
        }
    }

    private bool Drain()
    {
        ReadOnlyMemory<byte> records = _cursor.Read();
        if (records.IsEmpty)
            return false;
        int used = 0;
        while (used < records.Length)
        {
            ReadOnlyMemory<byte> payload = JournalCursor.Payload(records[used..], out int length);
            long at = _cursor.Position + used;
            if (JournalRecord.IsCommand(payload.Span))
            {
                Flush();
                Execute(payload.Span[1..], at);
            }
            else
            {
                _positions[_count] = at;
                _messages[_count++] = JournalRecord.Message(payload);
                if (_count == MaxMessages)
                    Flush();
            }

            used += length;
        }

        Flush();
        _cursor.Advance(used);
        Volatile.Write(ref _position, _cursor.Position);
        return true;
    }

    private void Flush()
    {
        if (_count == 0)
            return;
        // What is recovered at the start was traced when it came.
        using ConsumerTrace? trace = _thread is null ? null : ConsumerTrace.Start(_source, _messages.AsSpan(0, _count));
        try
        {
            _state.Apply(_messages.AsSpan(0, _count));
        }
#pragma warning disable CA1031 // whatever it is, the next message must get its turn
        catch (Exception e)
#pragma warning restore CA1031
        {
            trace?.Fail(e);
            ApplySingly(e);
        }

        CountApplied();
        _count = 0;
    }

    private void CountApplied()
    {
        if (_thread is null)
            return;
        long events = 0;
        foreach (BusMessage message in _messages.AsSpan(0, _count))
        {
            if (message.Kind == BusMessageKind.Events)
                events += EventBatch.Trusted(message.Payload).Count;
        }

        Volatile.Write(ref _appliedEvents, _appliedEvents + events);
    }

    // One message of the group is poison. The state is as if none had been applied, so each is tried alone and the bad one set aside.
    private void ApplySingly(Exception first)
    {
        Log.Retrying(_logger, first, Name, _count);
        Volatile.Write(ref _redeliveries, _redeliveries + _count);
        for (int i = 0; i < _count; i++)
        {
            try
            {
                _state.Apply(_messages.AsSpan(i, 1));
            }
#pragma warning disable CA1031
            catch (Exception e)
#pragma warning restore CA1031
            {
                _deadLetters.Add(Name, _positions[i], _messages[i], e);
                Volatile.Write(ref _setAside, _setAside + 1);
                Log.SetAside(_logger, e, Name, _positions[i]);
            }
        }
    }

    private void Execute(ReadOnlySpan<byte> addressed, long at)
    {
        if (!addressed[1..].StartsWith(_name) || addressed[0] != _name.Length)
            return;
        TaskCompletionSource<object?>? caller = _journal.TakeCommand(at);
        try
        {
            object? result = _state.Execute(addressed[(1 + _name.Length)..]);
            caller?.SetResult(result);
        }
#pragma warning disable CA1031 // it belongs to the caller
        catch (Exception e)
#pragma warning restore CA1031
        {
            caller?.SetException(e);
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
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
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

        [LoggerMessage(LogLevel.Warning, "{Consumer} could not apply a group of {Count} messages; each is tried alone.")]
        public static partial void Retrying(ILogger logger, Exception e, string consumer, int count);

        [LoggerMessage(LogLevel.Error, "{Consumer} cannot apply the message at position {Position}; it is set aside as a dead letter.")]
        public static partial void SetAside(ILogger logger, Exception e, string consumer, long position);

        [LoggerMessage(LogLevel.Critical, "{Consumer} stopped at position {Position}.")]
        public static partial void Stopped(ILogger logger, Exception e, string consumer, long position);
    }
}
