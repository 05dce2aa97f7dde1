namespace LiveOps.Tests.Harness.ServiceBusBroker.Faults;

/// <summary>What clients ask for.</summary>
public enum BrokerOperation
{
    /// <summary>To be let in to a topic, a subscription, or what manages one.</summary>
    Link,

    /// <summary>To send a message or a batch.</summary>
    Send,

    /// <summary>
    /// To receive: a client gives its link credit. Where that fails the link is closed with the error, which the client keeps to itself: it has received
    /// nothing, at once. There is no answer to lose.
    /// </summary>
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
