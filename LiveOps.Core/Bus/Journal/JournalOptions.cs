namespace LiveOps.Core.Bus.Journal;

/// <summary>How a journal lies on disk and in memory.</summary>
public sealed record JournalOptions
{
    /// <summary>The folder of the segment files; made when it is not there.</summary>
    public required string Folder { get; init; }

    /// <summary>A segment is closed once it holds this many bytes. A group never spans segments, so one may be larger by a group.</summary>
    public long SegmentBytes { get; init; } = 64 << 20;

    /// <summary>Bytes of one block of memory that records are gathered in.</summary>
    public int ChunkBytes { get; init; } = 4 << 20;

    /// <summary>How many chunks are kept for consumers to read from memory; one that lags further reads the files.</summary>
    public int MemoryChunks { get; init; } = 4;

    /// <summary>
    /// How long a group may grow while many append at once, from the start of the one before: to the nearest millisecond, or until as many append
    /// as lately did in half of it. A group after a pause is written at once. Zero writes as often as the disk can.
    /// </summary>
    public TimeSpan GroupInterval { get; init; } = TimeSpan.FromMilliseconds(1);

    /// <summary>A group is written before its time once it holds this many bytes.</summary>
    public int GroupBytes { get; init; } = 1 << 20;

    /// <summary>Bytes accepted but not yet durable; beyond it appending is refused until the disk catches up.</summary>
    public long MaxPendingBytes { get; init; } = 64 << 20;

    /// <summary>Whether a group is forced to the disk before it is acknowledged. Without, a crash of the machine loses what it had not written.</summary>
    public bool Fsync { get; init; } = true;

    /// <summary>Records before this position are known to have been durable: where one of them is not whole, it is damage and no torn write.</summary>
    public long DurableBefore { get; init; }

    /// <summary>The largest payload of a record, in bytes.</summary>
    public int MaxRecordBytes => ChunkBytes / 2;
}
