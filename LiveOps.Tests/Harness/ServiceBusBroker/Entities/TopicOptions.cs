namespace LiveOps.Tests.Harness.ServiceBusBroker.Entities;

/// <summary>A topic's properties; the defaults are those of the Standard tier. They may be changed while the topic is in use.</summary>
public sealed class TopicOptions
{
    /// <summary>Whether a message whose id came before within the window is dropped.</summary>
    public bool RequiresDuplicateDetection { get; set; }

    /// <summary>How long ids are remembered.</summary>
    public TimeSpan DuplicateDetectionHistoryTimeWindow { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>The largest message, in encoded bytes. Clients are told when their link is opened.</summary>
    public long MaxMessageSizeInBytes { get; set; } = 256 * 1024;

    /// <summary>The largest batch, in encoded bytes. Clients are told when their link is opened.</summary>
    public long MaxBatchSizeInBytes { get; set; } = 256 * 1024;

    /// <summary>How much may wait in the subscriptions, dead letters included.</summary>
    public long MaxSizeInBytes { get; set; } = 1024L * 1024 * 1024;
}
