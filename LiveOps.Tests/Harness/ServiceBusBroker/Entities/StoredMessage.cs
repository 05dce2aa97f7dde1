using Amqp;
using Amqp.Framing;
using Amqp.Types;

namespace LiveOps.Tests.Harness.ServiceBusBroker.Entities;

/// <summary>One message in one subscription, with what the service knows of it. Its bytes are shared by all subscriptions, and never change.</summary>
internal sealed class StoredMessage(byte[] encoded, long sequenceNumber, DateTimeOffset enqueued)
{
    private readonly Dictionary<string, object?> _changed = new(StringComparer.Ordinal);

    public long SequenceNumber => sequenceNumber;

    public int Size => encoded.Length;

    /// <summary>Deliveries that ended without the message being settled.</summary>
    public int FailedDeliveries { get; set; }

    /// <summary>The lock; null when nobody holds it.</summary>
    public Guid? LockToken { get; set; }

    public DateTimeOffset LockedUntil { get; set; }

    public void Change(string property, object? value) => _changed[property] = value;

    public void Change(IEnumerable<KeyValuePair<string, object?>> properties)
    {
        foreach ((string name, object? value) in properties)
            Change(name, value);
    }

    /// <summary>As it is sent out: the message as it came, with what the service adds. A copy of its own each time.</summary>
    public Message ToWire()
    {
        Message message = Message.Decode(new ByteBuffer(encoded, 0, encoded.Length, encoded.Length));
        message.Header ??= new Header();
        message.Header.DeliveryCount = (uint)FailedDeliveries;
        message.MessageAnnotations ??= new MessageAnnotations();
        message.MessageAnnotations[new Symbol("x-opt-sequence-number")] = sequenceNumber;
        message.MessageAnnotations[new Symbol("x-opt-enqueued-time")] = enqueued.UtcDateTime;
        if (LockToken is not null)
            message.MessageAnnotations[new Symbol("x-opt-locked-until")] = LockedUntil.UtcDateTime;
        if (_changed.Count > 0)
            message.ApplicationProperties ??= new ApplicationProperties();
        foreach ((string name, object? value) in _changed)
            message.ApplicationProperties[name] = value;
        return message;
    }
}
