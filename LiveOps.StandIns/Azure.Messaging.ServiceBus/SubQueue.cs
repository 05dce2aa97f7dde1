namespace Azure.Messaging.ServiceBus;

/// <summary>Which queue of an entity.</summary>
public enum SubQueue
{
    /// <summary>The entity itself.</summary>
    None = 0,

    /// <summary>Its dead letters.</summary>
    DeadLetter = 1,
}
