namespace Azure.Messaging.ServiceBus;

/// <summary>A message to be sent.</summary>
public class ServiceBusMessage
{
    private const int MaxMessageIdLength = 128;

    private string? _messageId;

    /// <param name="body">The bytes.</param>
    public ServiceBusMessage(ReadOnlyMemory<byte> body) : this(BinaryData.FromBytes(body))
    {
    }

    /// <param name="body">The bytes.</param>
    public ServiceBusMessage(BinaryData body)
    {
        ArgumentNullException.ThrowIfNull(body);
        Body = body;
    }

    /// <summary>The bytes.</summary>
    public BinaryData Body { get; set; }

    /// <summary>Names the message for duplicate detection; at most 128 characters.</summary>
    public string? MessageId
    {
        get => _messageId;
        set
        {
            if (value is not null)
            {
                ArgumentException.ThrowIfNullOrEmpty(value);
                ArgumentOutOfRangeException.ThrowIfGreaterThan(value.Length, MaxMessageIdLength, nameof(value));
            }

            _messageId = value;
        }
    }

    /// <summary>What the body is, as a media type.</summary>
    public string? ContentType { get; set; }

    /// <summary>What the message is about.</summary>
    public string? Subject { get; set; }

    /// <summary>The application's own properties: texts and numbers.</summary>
    public IDictionary<string, object> ApplicationProperties { get; } = new Dictionary<string, object>(StringComparer.Ordinal);
}
