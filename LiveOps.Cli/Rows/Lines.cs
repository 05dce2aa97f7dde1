namespace LiveOps.Cli.Rows;

/// <summary>Reads lines of bytes, of bounded length: what is longer is passed over up to its end, and told as too long.</summary>
internal sealed class Lines(MeteredStream stream)
{
    /// <summary>The most bytes of a line.</summary>
    public const int MostBytes = 64 << 10;

    private readonly byte[] _buffer = new byte[2 * MostBytes];
    private int _start, _end;

    /// <summary>The number of the line that was read last, from 1.</summary>
    public long Number { get; private set; }

    /// <summary>The next line without its end; null at the end of the file. It holds until the next call.</summary>
    public ReadOnlyMemory<byte>? Next(out bool isTooLong)
    {
        isTooLong = false;
        while (true)
        {
            int length = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
            if (length >= 0)
                return Take(length, 1, ref isTooLong);
            if (_end - _start > MostBytes)
            {
                isTooLong = true; // its beginning is of no use any more
                _start = _end;
            }

            if (_start > 0)
            {
                _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
                (_start, _end) = (0, _end - _start);
            }

            stream.Renew();
            int read = stream.Read(_buffer.AsSpan(_end));
            if (read == 0)
            {
                if (_end > _start || isTooLong)
                    return Take(_end - _start, 0, ref isTooLong);
                return null; // in one expression with the line above, null would become an empty line
            }

            _end += read;
        }
    }

    private ReadOnlyMemory<byte> Take(int length, int mark, ref bool isTooLong)
    {
        ReadOnlyMemory<byte> line = _buffer.AsMemory(_start, length);
        _start += length + mark;
        Number++;
        isTooLong |= length > MostBytes;
        if (Number == 1 && line.Span.StartsWith("\uFEFF"u8))
            line = line[3..];
        return line.Length > 0 && line.Span[^1] == '\r' ? line[..^1] : line;
    }
}
