using LiveOps.Client.Outboxes.Storage;

namespace LiveOps.Client.Outboxes;

/// <summary>
/// Events from when they happen until the server has said what became of them, in order. They lie in segments, files that are appended to and never changed:
/// <list type="number">
/// <item>an event is written, with a CRC, before the call that hands it in returns;</item>
/// <item>a batch is cut from the front once, and noted in the cursor, before its first attempt;</item>
/// <item>what was answered is passed over by the cursor; a segment that is behind it is deleted;</item>
/// <item>opening reads what is there up to the first record that is not whole, and goes on in a new segment.</item>
/// </list>
/// A crash anywhere between has events sent again at the worst, under the same ids. Many may append; one reads and settles.
/// </summary>
internal sealed partial class Outbox : IDisposable
{
    private readonly object _gate = new();
    private readonly IStorage _storage;
    private readonly OutboxOptions _options;
    private readonly List<Segment> _segments = new(); // the oldest first; the last is the one that is written to, or none is
    private Segment? _current;
    private long _lastNumber, _bytes, _refused, _dropped, _torn, _added;
    private int _waiting;
    private bool _isDisposed;

    private Outbox(IStorage storage, OutboxOptions options) => (_storage, _options) = (storage, options);

    /// <summary>Opens an outbox, with what was left in it.</summary>
    /// <exception cref="OutboxException">The folder cannot be used.</exception>
    public static Outbox Open(OutboxOptions options)
    {
        options.Check();
        try
        {
            return Open(options.Folder is null ? new MemoryStorage() : new FolderStorage(options.Folder), options);
        }
        catch (Exception e) when (e is UnauthorizedAccessException || (e is IOException and not OutboxException))
        {
            throw new OutboxException($"the outbox {options.Folder} cannot be opened; another process may have it: {e.Message}", e);
        }
    }

    /// <summary>Opens one that is kept somewhere.</summary>
    public static Outbox Open(IStorage storage, OutboxOptions options)
    {
        var outbox = new Outbox(storage, options);
        try
        {
            outbox.Recover();
            return outbox;
        }
        catch
        {
            outbox.Dispose();
            throw;
        }
    }

    /// <summary>What is in it, and what became of what is not.</summary>
    public OutboxCounts Counts
    {
        get
        {
            lock (_gate)
                return new OutboxCounts(_waiting, _bytes, _refused, _dropped, _torn);
        }
    }

    /// <summary>How many events were handed in since it was opened; those that moved are not among them.</summary>
    public long Added
    {
        get
        {
            lock (_gate)
                return _added;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            while (_isWriting)
                Monitor.Wait(_gate);
            if (_isDisposed)
                return;
            _isDisposed = true;
            foreach (Segment segment in _segments)
                segment.Dispose();
            _storage.Dispose();
        }
    }

    // Under the gate.
    private void Remove(Segment segment)
    {
        _segments.Remove(segment);
        _waiting -= segment.Waiting;
        _bytes -= segment.End;
        segment.Dispose();
        try
        {
            _storage.Delete(segment.Number);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next start deletes it: the cursor is past it.
        }
    }
}
