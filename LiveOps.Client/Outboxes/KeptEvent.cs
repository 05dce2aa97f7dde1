namespace LiveOps.Client.Outboxes;

/// <summary>Where an event lies in the bytes of a batch.</summary>
internal readonly struct KeptEvent(int start, int length, byte putOff, long offset, long end)
{
    /// <summary>Where its text begins in the batch.</summary>
    public int Start { get; } = start;

    public int Length { get; } = length;

    /// <summary>How often it was put off.</summary>
    public byte PutOff { get; } = putOff;

    /// <summary>Where its record begins in the segment.</summary>
    public long Offset { get; } = offset;

    /// <summary>Where the next begins.</summary>
    public long End { get; } = end;
}
