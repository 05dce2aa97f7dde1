namespace LiveOps.Core.Bus.Journal;

/// <summary>A block of memory with consecutive records, first written to the file from here, then read by consumers. Guarded by the journal's lock.</summary>
internal sealed class Chunk(byte[] buffer)
{
    public byte[] Buffer { get; } = buffer;

    /// <summary>The position of the first byte.</summary>
    public long Position { get; set; }

    /// <summary>Bytes in use.</summary>
    public int Length { get; set; }

    /// <summary>Readers that hold a slice: the buffer must not be used again.</summary>
    public int Readers { get; set; }

    public long End => Position + Length;
}
