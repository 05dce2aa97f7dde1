namespace LiveOps.Client.Outboxes.Storage;

/// <summary>An outbox without a folder: what is not sent when the process ends is gone.</summary>
internal sealed class MemoryStorage : IStorage
{
    private readonly SortedDictionary<long, MemoryFile> _segments = new();

    public IReadOnlyList<long> Segments
    {
        get
        {
            lock (_segments)
                return new List<long>(_segments.Keys);
        }
    }

    public IStoredFile Cursor { get; } = new MemoryFile();

    public IStoredFile Create(long number)
    {
        lock (_segments)
            return _segments[number] = new MemoryFile();
    }

    public IStoredFile Open(long number)
    {
        lock (_segments)
            return _segments[number];
    }

    public void SetAside(long number) => Delete(number);

    public void Delete(long number)
    {
        lock (_segments)
            _segments.Remove(number);
    }

    public void Dispose()
    {
        // It keeps nothing but memory.
    }
}
