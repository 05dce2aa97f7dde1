namespace Azure.Messaging.ServiceBus;

/// <summary>How large a batch may become.</summary>
public class CreateMessageBatchOptions
{
    /// <summary>In bytes; null, or absent, for as large as the service takes.</summary>
    public long? MaxSizeInBytes { get; set; }
}
