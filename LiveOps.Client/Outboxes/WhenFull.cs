namespace LiveOps.Client.Outboxes;

/// <summary>What becomes of events when as many wait as there is room for. Either way they are counted.</summary>
public enum WhenFull
{
    /// <summary>New ones are not taken: <see cref="AddOutcome.Full"/>.</summary>
    RefuseNewest,

    /// <summary>The oldest go, a segment of them at once.</summary>
    DropOldest,
}
