namespace Azure.Messaging.ServiceBus;

/// <summary>How the pauses between tries grow.</summary>
public enum ServiceBusRetryMode
{
    /// <summary>They do not.</summary>
    Fixed = 0,

    /// <summary>They double.</summary>
    Exponential = 1,
}
