namespace LiveOps.Client.Outboxes.Storage;

/// <summary>Bytes that are kept. One thread writes, another may read what was written before.</summary>
internal interface IStoredFile : IDisposable
{
    /// <summary>How many there are.</summary>
    long Length { get; }

    /// <summary>Reads from a place on; how many, fewer only at the end.</summary>
    int Read(long at, Span<byte> to);

    /// <summary>Writes at a place.</summary>
    /// <exception cref="IOException">The disk is full, or gone; what was written of it is not known.</exception>
    void Write(long at, ReadOnlySpan<byte> bytes);

    /// <summary>Cuts what is behind a place.</summary>
    void Truncate(long length);

    /// <summary>Waits until what was written would survive a loss of power.</summary>
    void Sync();
}
