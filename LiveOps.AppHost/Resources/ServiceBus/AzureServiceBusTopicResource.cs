namespace Aspire.Hosting.Azure;

/// <summary>A topic.</summary>
public class AzureServiceBusTopicResource(string name, string topicName, AzureServiceBusResource parent) : Resource(name), IResourceWithParent<AzureServiceBusResource>
{
    private readonly List<AzureServiceBusSubscriptionResource> _subscriptions = [];

    /// <summary>What the namespace calls it.</summary>
    public string TopicName { get; } = topicName;

    /// <inheritdoc/>
    public AzureServiceBusResource Parent { get; } = parent;

    /// <summary>Whether a message with the id of one that was sent a short while ago is dropped.</summary>
    public bool RequiresDuplicateDetection { get; set; }

    /// <summary>How long such an id is remembered.</summary>
    public TimeSpan? DuplicateDetectionHistoryTimeWindow { get; set; }

    /// <summary>Its subscriptions.</summary>
    public IReadOnlyList<AzureServiceBusSubscriptionResource> Subscriptions => _subscriptions;

    internal void Add(AzureServiceBusSubscriptionResource subscription) => _subscriptions.Add(subscription);
}
