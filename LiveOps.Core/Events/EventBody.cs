namespace LiveOps.Core.Events;

/// <summary>What a body was.</summary>
public enum EventBody
{
    /// <summary>One event.</summary>
    One,

    /// <summary>A batch.</summary>
    Batch,

    /// <summary>Neither: 400.</summary>
    Malformed,

    /// <summary>A batch of too many events: 413.</summary>
    TooMany,
}
