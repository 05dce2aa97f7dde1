namespace Azure.Messaging.ServiceBus;

/// <summary>A message as it came, or was peeked at.</summary>
public class ServiceBusReceivedMessage
{
    internal ServiceBusReceivedMessage()
    {
    }

    /// <summary>The bytes.</summary>
    public BinaryData Body { get; internal init; } = BinaryData.Empty;

    /// <summary>As sent.</summary>
    public string? MessageId { get; internal init; }

    /// <summary>As sent.</summary>
    public string? ContentType { get; internal init; }

    /// <summary>As sent.</summary>
    public string? Subject { get; internal init; }

    /// <summary>As sent, as changed by who abandoned or dead-lettered it, and as the service set them.</summary>
    public IReadOnlyDictionary<string, object> ApplicationProperties { get; internal init; } = new Dictionary<string, object>();

    /// <summary>Which delivery this is, from 1; in the dead letters it stays as it was.</summary>
    public int DeliveryCount { get; internal init; }

    /// <summary>The service's own number of the message, the same for as long as it is there; rises in order of arrival.</summary>
    public long SequenceNumber { get; internal init; }

    /// <summary>When the service took it.</summary>
    public DateTimeOffset EnqueuedTime { get; internal init; }

    /// <summary>When the lock ends unless it is renewed.</summary>
    public DateTimeOffset LockedUntil { get; internal set; }

    /// <summary>Names the lock.</summary>
    public string LockToken => LockTokenGuid.ToString();

    /// <summary>Why it was dead-lettered; null where it was not.</summary>
    public string? DeadLetterReason => ApplicationProperties.GetValueOrDefault(DeadLetterReasonHeader) as string;

    /// <summary>More on why it was dead-lettered.</summary>
    public string? DeadLetterErrorDescription => ApplicationProperties.GetValueOrDefault(DeadLetterErrorDescriptionHeader) as string;

    internal const string DeadLetterReasonHeader = "DeadLetterReason";
    internal const string DeadLetterErrorDescriptionHeader = "DeadLetterErrorDescription";

    internal Guid LockTokenGuid { get; init; }
}
