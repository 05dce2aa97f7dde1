using LiveOps.Cli.Shell;

namespace LiveOps.Cli.Rows;

/// <summary>
/// A file as it is read: how far it came, and how much may come before a row has ended. So whatever parses it holds a bounded part of it: a quotation mark, a text or a tag that never
/// ends is a fault, and no memory.
/// </summary>
internal sealed class MeteredStream(Stream stream) : Stream
{
    /// <summary>The most bytes of a row.</summary>
    public const int MostOfRow = 1 << 20;

    // Parsers read ahead.
    private const int ReadAhead = 256 << 10;

    private long _since;

    /// <summary>Bytes that were read.</summary>
    public long Done { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => Done;
        set => throw new NotSupportedException();
    }

    /// <summary>A row has ended.</summary>
    public void Renew() => _since = Done;

    public override int Read(Span<byte> buffer)
    {
        if (Done - _since > MostOfRow + ReadAhead)
            throw CliFault.Failed($"within the first {Done} bytes a row is longer than {MostOfRow >> 20} MiB: a quotation mark or a tag may lack its end.");
        int read = ReadSome(buffer.Length > ReadAhead / 4 ? buffer[..(ReadAhead / 4)] : buffer);
        Done += read;
        return read;
    }

    // A folder, a disk that fails, a damaged .gz.
    private int ReadSome(Span<byte> buffer)
    {
        try
        {
            return stream.Read(buffer);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw CliFault.Failed($"behind its first {Done} bytes the file cannot be read: {e.Message}", e);
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            stream.Dispose();
        base.Dispose(disposing);
    }
}
