namespace LiveOps.Client.Outboxes.Storage;

/// <summary>Bytes in memory.</summary>
internal sealed class MemoryFile : IStoredFile
{
    private readonly object _gate = new();
    private byte[] _bytes = new byte[4096];
    private int _length;

    public long Length
    {
        get
        {
            lock (_gate)
                return _length;
        }
    }

    public int Read(long at, Span<byte> to)
    {
        lock (_gate)
        {
            int count = (int)Math.Min(to.Length, Math.Max(0, _length - at));
            _bytes.AsSpan((int)at, count).CopyTo(to);
            return count;
        }
    }

    public void Write(long at, ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            int end = checked((int)at + bytes.Length);
            if (end > _bytes.Length)
                Array.Resize(ref _bytes, Math.Max(end, 2 * _bytes.Length));
            bytes.CopyTo(_bytes.AsSpan((int)at));
            _length = Math.Max(_length, end);
        }
    }

    public void Truncate(long length)
    {
        lock (_gate)
            _length = (int)length;
    }

    public void Sync()
    {
        // Nothing survives.
    }

    public void Dispose()
    {
        // The collector's.
    }
}
