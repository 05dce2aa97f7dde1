namespace Azure.Messaging.ServiceBus.Broker;

/// <summary>A topic's properties; the defaults are those of the Standard tier.</summary>
public sealed class StandInTopicOptions
{
    /// <summary>Whether a message whose id came before within the window is dropped.</summary>
    public bool RequiresDuplicateDetection { get; set; }

    /// <summary>How long ids are remembered.</summary>
    public TimeSpan DuplicateDetectionHistoryTimeWindow { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>The largest message.</summary>
    public long MaxMessageSizeInBytes { get; set; } = 256 * 1024;

    /// <summary>The largest batch.</summary>
    public long MaxBatchSizeInBytes { get; set; } = 256 * 1024;

    /// <summary>How much may wait in the subscriptions, dead letters included.</summary>
    public long MaxSizeInBytes { get; set; } = 1024L * 1024 * 1024;
}
