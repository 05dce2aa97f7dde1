namespace LiveOps.Client.Outboxes.Storage;

/// <summary>A file, without a buffer: what was written, the system has. One stream writes and another reads, for a stream has one place only.</summary>
internal sealed class DiskFile : IStoredFile
{
    private readonly FileStream _writer, _reader;

    public DiskFile(string path, FileMode mode)
    {
        _writer = new FileStream(path, mode, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, 1);
        try
        {
            _reader = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1);
        }
        catch
        {
            _writer.Dispose();
            throw;
        }
    }

    public long Length => _reader.Length;

    public int Read(long at, Span<byte> to)
    {
        _reader.Position = at;
        int length = 0;
        while (length < to.Length && _reader.Read(to[length..]) is > 0 and var read)
            length += read;
        return length;
    }

    public void Write(long at, ReadOnlySpan<byte> bytes)
    {
        try
        {
            _writer.Position = at;
            _writer.Write(bytes);
        }
        catch (ArgumentOutOfRangeException e)
        {
            throw new IOException("the file may not grow so large", e); // .NET's word for EFBIG: the limit of a file system, or of the process
        }
    }

    public void Truncate(long length) => _writer.SetLength(length);

    public void Sync() => _writer.Flush(flushToDisk: true);

    public void Dispose()
    {
        _writer.Dispose();
        _reader.Dispose();
    }
}
