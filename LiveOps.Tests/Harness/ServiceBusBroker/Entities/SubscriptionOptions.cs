namespace LiveOps.Tests.Harness.ServiceBusBroker.Entities;

/// <summary>A subscription's properties.</summary>
public sealed class SubscriptionOptions
{
    /// <summary>How long a received message is its receiver's.</summary>
    public TimeSpan LockDuration { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How often a message is delivered before it goes to the dead letters.</summary>
    public int MaxDeliveryCount { get; set; } = 10;
}
