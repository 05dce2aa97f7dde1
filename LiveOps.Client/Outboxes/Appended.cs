namespace LiveOps.Client.Outboxes;

/// <summary>What became of events that were appended together: they are written by whoever comes first, for all who wait.</summary>
internal sealed class Appended
{
    /// <summary>How many events.</summary>
    public int Count { get; set; }

    /// <summary>Whether it is known.</summary>
    public bool IsDone { get; set; }

    public AddOutcome Outcome { get; set; }

    /// <summary>The segment that they are in.</summary>
    public long Segment { get; set; }

    /// <summary>Behind the last of them.</summary>
    public long End { get; set; }
}
