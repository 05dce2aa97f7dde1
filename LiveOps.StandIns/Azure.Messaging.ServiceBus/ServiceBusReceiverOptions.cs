namespace Azure.Messaging.ServiceBus;

/// <summary>What a receiver receives, and how.</summary>
public class ServiceBusReceiverOptions
{
    /// <summary>With locks, or without.</summary>
    public ServiceBusReceiveMode ReceiveMode { get; set; } = ServiceBusReceiveMode.PeekLock;

    /// <summary>The entity, or its dead letters.</summary>
    public SubQueue SubQueue { get; set; } = SubQueue.None;

    /// <summary>What it is called in logs.</summary>
    public string? Identifier { get; set; }
}
