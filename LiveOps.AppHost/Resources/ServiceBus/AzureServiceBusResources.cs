using LiveOps.AppHost.Resources.ServiceBus;

namespace Aspire.Hosting.Azure;

/// <summary>
/// A Service Bus namespace. Where the system is published it is one that is there, known by its host name, and workload identities open it;
/// on a developer's machine it is the emulator.
/// </summary>
public class AzureServiceBusResource(string name) : Resource(name), IResourceWithConnectionString
{
    private readonly List<AzureServiceBusTopicResource> _topics = [];

    /// <summary>The emulator's container; null where there is none.</summary>
    public ServiceBusEmulatorResource? Emulator { get; internal set; }

    /// <summary>The host name of the namespace; null where the emulator takes its place.</summary>
    public ParameterResource? HostName { get; internal set; }

    /// <summary>Whether it is the emulator.</summary>
    public bool IsEmulator => Emulator is not null;

    /// <summary>Its topics.</summary>
    public IReadOnlyList<AzureServiceBusTopicResource> Topics => _topics;

    /// <inheritdoc/>
    public ReferenceExpression ConnectionStringExpression =>
        Emulator is not null ? Emulator.ConnectionStringExpression : ReferenceExpression.Create($"{HostName!}");

    internal void Add(AzureServiceBusTopicResource topic) => _topics.Add(topic);
}

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
