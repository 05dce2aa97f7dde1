namespace LiveOps.Client.Outboxes;

/// <summary>An event that was put off before the outbox was opened.</summary>
internal readonly struct PutOffEvent(string player, byte times, long segment, long offset)
{
    public string Player { get; } = player;

    public byte Times { get; } = times;

    public long Segment { get; } = segment;

    public long Offset { get; } = offset;
}
