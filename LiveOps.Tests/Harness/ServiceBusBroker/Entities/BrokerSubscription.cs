namespace LiveOps.Tests.Harness.ServiceBusBroker.Entities;

/// <summary>A subscription: a queue of its own, and one of its dead letters.</summary>
public sealed class BrokerSubscription
{
    internal BrokerSubscription(string name, SubscriptionOptions options, TimeProvider clock)
    {
        Name = name;
        DeadLetters = new MessageQueue(options, deadLetters: null, clock);
        Messages = new MessageQueue(options, DeadLetters, clock);
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Messages that are neither done nor dead-lettered.</summary>
    public int ActiveMessageCount => Messages.Count;

    /// <summary>Dead letters.</summary>
    public int DeadLetterMessageCount => DeadLetters.Count;

    /// <summary>Messages that clients hold.</summary>
    public int LockedMessageCount => Messages.Locked;

    /// <summary>How many messages clients would take if there were any: whether anybody waits.</summary>
    public int Wanted => Messages.Credit;

    /// <summary>Whether something handed out to a client has yet to be written to its connection.</summary>
    public bool IsSending => Messages.IsSending;

    internal MessageQueue Messages { get; }

    internal MessageQueue DeadLetters { get; }
}
