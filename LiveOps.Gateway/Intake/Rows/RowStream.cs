using System.IO.Compression;

namespace LiveOps.Gateway.Intake.Rows;

/// <summary>
/// A body as it is read: how much came out of it, and how much may come before a row has ended. So whatever parses it holds a bounded part of it: a quotation mark, a text or a tag
/// that never ends is a fault, and no memory; nor can a small body become a large one.
/// </summary>
internal sealed class RowStream : Stream
{
    /// <summary>The most bytes of a row.</summary>
    public const int MostOfRow = 64 << 10;

    // Parsers read ahead; what is inflated is read in pieces of this.
    private const int Piece = 16 << 10, ReadAhead = 4 * Piece;

    private readonly Stream _stream;
    private readonly long _limit;
    private long _done, _since;

    /// <param name="body">The body as sent.</param>
    /// <param name="gzipped">Whether it is gzip.</param>
    /// <param name="limit">The most bytes that may come out of it.</param>
    public RowStream(Stream body, bool gzipped, long limit)
    {
        _stream = gzipped ? new GZipStream(body, CompressionMode.Decompress) : body;
        _limit = limit;
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _done;
        set => throw new NotSupportedException();
    }

    /// <summary>A row has ended.</summary>
    public void Renew() => _since = _done;

    /// <inheritdoc/>
    /// <exception cref="RowFaultException">A row is too long, there is too much of it, or it is not gzip.</exception>
    public override int Read(Span<byte> buffer)
    {
        if (_done - _since > MostOfRow + ReadAhead)
            throw new RowFaultException($"A row is longer than {MostOfRow >> 10} KiB: a quotation mark or a tag may lack its end.", isTooLarge: true);
        int read;
        try
        {
            read = _stream.Read(buffer.Length > Piece ? buffer[..Piece] : buffer);
        }
        catch (InvalidDataException e)
        {
            throw new RowFaultException("The body is not gzip.", inner: e);
        }

        _done += read;
        return _done <= _limit ? read : throw new RowFaultException($"A body holds at most {_limit} bytes when inflated.", isTooLarge: true);
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
            _stream.Dispose();
        base.Dispose(disposing);
    }
}
