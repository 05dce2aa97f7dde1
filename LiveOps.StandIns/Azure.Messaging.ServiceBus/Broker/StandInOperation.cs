namespace Azure.Messaging.ServiceBus.Broker;

/// <summary>What clients ask for.</summary>
public enum StandInOperation
{
    /// <summary>To be let in to a topic, which tells how large a batch may be.</summary>
    Link,

    /// <summary>To send a message or a batch.</summary>
    Send,

    /// <summary>To receive.</summary>
    Receive,

    /// <summary>To peek.</summary>
    Peek,

    /// <summary>To complete a message.</summary>
    Complete,

    /// <summary>To abandon one.</summary>
    Abandon,

    /// <summary>To dead-letter one.</summary>
    DeadLetter,

    /// <summary>To renew a lock.</summary>
    RenewLock,

    /// <summary>To read counts.</summary>
    Administer,
}
