namespace Aspire.Hosting.Azure;

/// <summary>A subscription of a topic.</summary>
public class AzureServiceBusSubscriptionResource(string name, string subscriptionName, AzureServiceBusTopicResource parent)
    : Resource(name), IResourceWithParent<AzureServiceBusTopicResource>
{
    /// <summary>What the topic calls it.</summary>
    public string SubscriptionName { get; } = subscriptionName;

    /// <inheritdoc/>
    public AzureServiceBusTopicResource Parent { get; } = parent;

    /// <summary>How often a message is given out before it is a dead letter.</summary>
    public int? MaxDeliveryCount { get; set; }

    /// <summary>How long a message is its receiver's alone.</summary>
    public TimeSpan? LockDuration { get; set; }
}
