namespace LiveOps.Client.Outboxes;

/// <summary>What became of an event that was handed in.</summary>
public enum AddOutcome
{
    /// <summary>It is kept, and will be sent.</summary>
    Kept,

    /// <summary>There is no room: <see cref="OutboxOptions.MaxBytes"/> wait already.</summary>
    Full,

    /// <summary>The disk did not take it.</summary>
    DiskFailed,
}
