namespace LiveOps.Client.Outboxes;

/// <summary>How events are kept until they are sent.</summary>
public sealed class OutboxOptions
{
    /// <summary>The folder, the process's own. Null: memory, and what is not sent when the process ends is gone.</summary>
    public string? Folder { get; set; }

    /// <summary>How many bytes of events may wait; some 150 an event. From 1 MiB on.</summary>
    public long MaxBytes { get; set; } = 64L << 20;

    /// <summary>What becomes of events beyond that.</summary>
    public WhenFull WhenFull { get; set; }

    /// <summary>
    /// Whether an event's bytes are on the disk itself before the call returns. The folder's entry of a new segment is not forced there. Else the system has it: it survives the end of the process, also
    /// by <c>kill -9</c>.
    /// </summary>
    public bool Sync { get; set; }

    /// <summary>32 bytes under which events are encrypted on the disk (AES-256-GCM); null: they are not. Events kept under another key cannot be read.</summary>
    /// <remarks>Handed in by the game, from where its platform keeps secrets.</remarks>
#pragma warning disable CA1819 // a key is bytes
    public byte[]? EncryptionKey { get; set; }
#pragma warning restore CA1819

    internal int SegmentBytes => (int)Math.Min(4 << 20, MaxBytes / 8);

    internal void Check()
    {
        if (MaxBytes < 1 << 20)
            throw new ArgumentException("MaxBytes must be at least 1 MiB");
        if (EncryptionKey is { Length: not 32 })
            throw new ArgumentException("EncryptionKey must be 32 bytes");
    }
}
