namespace Azure.Messaging.ServiceBus.Broker;

/// <summary>A subscription: a queue of its own, and one of its dead letters.</summary>
public sealed class StandInSubscription
{
    internal StandInSubscription(string name, StandInSubscriptionOptions options, TimeProvider clock)
    {
        Name = name;
        DeadLetters = new StandInQueue(options, deadLetters: null, clock);
        Messages = new StandInQueue(options, DeadLetters, clock);
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Messages that are neither done nor dead-lettered.</summary>
    public int ActiveMessageCount => Messages.Count;

    /// <summary>Dead letters.</summary>
    public int DeadLetterMessageCount => DeadLetters.Count;

    internal StandInQueue Messages { get; }

    internal StandInQueue DeadLetters { get; }

    internal long SizeInBytes => Messages.SizeInBytes + DeadLetters.SizeInBytes;
}
