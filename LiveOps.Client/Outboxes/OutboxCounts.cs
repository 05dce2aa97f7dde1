namespace LiveOps.Client.Outboxes;

/// <summary>What is in an outbox, and what became of what is not.</summary>
public readonly struct OutboxCounts
{
    internal OutboxCounts(int waiting, long bytes, long refused, long dropped, long torn) => (Waiting, Bytes, Refused, Dropped, TornBytes) = (waiting, bytes, refused, dropped, torn);

    /// <summary>Events that were not answered yet.</summary>
    public int Waiting { get; }

    /// <summary>Bytes that it takes.</summary>
    public long Bytes { get; }

    /// <summary>Events that were not taken: it was full, or the disk failed.</summary>
    public long Refused { get; }

    /// <summary>Events that were dropped for newer ones, or lost to damage while it was open.</summary>
    public long Dropped { get; }

    /// <summary>Bytes that were not whole when it was opened: what a crash tore, or a disk damaged.</summary>
    public long TornBytes { get; }
}
