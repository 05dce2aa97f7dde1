namespace LiveOps.Core.Bus.Journal;

/// <summary>Passes what is written on to another stream, counting it and computing its CRC-32C.</summary>
internal sealed class ChecksumStream(Stream to) : Stream
{
    private uint _crc = ~0u;
    private long _length;

    public uint Crc => ~_crc;

    public override long Length => _length;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Position
    {
        get => _length;
        set => throw new NotSupportedException();
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        _crc = RecordFormat.PayloadCrc(_crc, buffer);
        _length += buffer.Length;
        to.Write(buffer);
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush() => to.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
