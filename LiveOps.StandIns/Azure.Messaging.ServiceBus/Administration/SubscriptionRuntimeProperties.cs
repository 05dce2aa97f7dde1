namespace Azure.Messaging.ServiceBus.Administration;

/// <summary>What is in a subscription now.</summary>
public class SubscriptionRuntimeProperties
{
    internal SubscriptionRuntimeProperties()
    {
    }

    /// <summary>Messages to be received, locked ones included.</summary>
    public long ActiveMessageCount { get; internal init; }

    /// <summary>Dead letters.</summary>
    public long DeadLetterMessageCount { get; internal init; }
}
