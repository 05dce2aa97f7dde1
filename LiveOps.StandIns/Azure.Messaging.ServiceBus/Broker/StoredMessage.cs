namespace Azure.Messaging.ServiceBus.Broker;

/// <summary>One message in one subscription, with what the service knows of it.</summary>
internal sealed class StoredMessage
{
    private readonly BinaryData _body;
    private readonly string? _messageId, _contentType, _subject;

    public StoredMessage(ServiceBusMessage message, long sequence, long size, DateTimeOffset enqueued)
    {
        // The service has its own copy: the sender's buffer may be used again.
        _body = BinaryData.FromBytes(message.Body.ToArray());
        _messageId = message.MessageId;
        _contentType = message.ContentType;
        _subject = message.Subject;
        Properties = new Dictionary<string, object>(message.ApplicationProperties, StringComparer.Ordinal);
        SequenceNumber = sequence;
        Size = size;
        EnqueuedTime = enqueued;
    }

    public long SequenceNumber { get; }

    public long Size { get; }

    public DateTimeOffset EnqueuedTime { get; }

    public Dictionary<string, object> Properties { get; }

    /// <summary>Deliveries that ended without the message being settled.</summary>
    public int FailedDeliveries { get; set; }

    /// <summary>The lock; null when nobody holds it.</summary>
    public Guid? LockToken { get; set; }

    public DateTimeOffset LockedUntil { get; set; }

    public bool IsLocked(DateTimeOffset now) => LockToken is not null && now < LockedUntil;

    public void Modify(IEnumerable<KeyValuePair<string, object>>? properties)
    {
        foreach ((string name, object value) in properties ?? [])
            Properties[name] = value;
    }

    public ServiceBusReceivedMessage Snapshot() => new()
    {
        Body = _body,
        MessageId = _messageId,
        ContentType = _contentType,
        Subject = _subject,
        ApplicationProperties = new Dictionary<string, object>(Properties, StringComparer.Ordinal),
        DeliveryCount = FailedDeliveries + 1,
        SequenceNumber = SequenceNumber,
        EnqueuedTime = EnqueuedTime,
        LockedUntil = LockedUntil,
        LockTokenGuid = LockToken ?? Guid.Empty,
    };
}
