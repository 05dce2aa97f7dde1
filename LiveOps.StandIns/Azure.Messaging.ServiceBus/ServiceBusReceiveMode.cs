namespace Azure.Messaging.ServiceBus;

/// <summary>When a received message is gone from its entity.</summary>
public enum ServiceBusReceiveMode
{
    /// <summary>When it is completed: until then it is locked, and comes again when the lock ends first.</summary>
    PeekLock = 0,

    /// <summary>When it is handed out.</summary>
    ReceiveAndDelete = 1,
}
