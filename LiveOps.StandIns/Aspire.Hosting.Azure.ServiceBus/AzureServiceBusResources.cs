using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Azure;

/// <summary>A namespace of Azure Service Bus, or its emulator.</summary>
public class AzureServiceBusResource(string name) : AzureProvisioningResource(name), IResourceWithEndpoints, IResourceWithConnectionString
{
    public bool IsEmulator => Annotations.OfType<EmulatorResourceAnnotation>().Any();

    public BicepOutputReference ServiceBusEndpoint => new("serviceBusEndpoint", this);

    public ReferenceExpression ConnectionStringExpression => IsEmulator
        ? new("Endpoint={0};SharedAccessKeyName=RootManageSharedAccessKey;SharedAccessKey=SAS_KEY_VALUE;UseDevelopmentEmulator=true;", new EndpointReference(this, "emulator"))
        : new("{0}", ServiceBusEndpoint);
}

/// <summary>The container of the emulator.</summary>
public class AzureServiceBusEmulatorResource(AzureServiceBusResource innerResource) : ContainerResource(innerResource.Name)
{
    public override ResourceAnnotationCollection Annotations => innerResource.Annotations;
}

/// <summary>A topic.</summary>
public class AzureServiceBusTopicResource(string name, string topicName, AzureServiceBusResource parent)
    : Resource(name), IResourceWithParent<AzureServiceBusResource>, IResourceWithConnectionString
{
    public string TopicName { get; set; } = topicName;

    public AzureServiceBusResource Parent { get; } = parent;

    public bool? RequiresDuplicateDetection { get; set; }

    public TimeSpan? DuplicateDetectionHistoryTimeWindow { get; set; }

    public ReferenceExpression ConnectionStringExpression => new($"{{0}};EntityPath={TopicName}", Parent);
}

/// <summary>A subscription of a topic.</summary>
public class AzureServiceBusSubscriptionResource(string name, string subscriptionName, AzureServiceBusTopicResource parent)
    : Resource(name), IResourceWithParent<AzureServiceBusTopicResource>, IResourceWithConnectionString
{
    public string SubscriptionName { get; set; } = subscriptionName;

    public AzureServiceBusTopicResource Parent { get; } = parent;

    public int? MaxDeliveryCount { get; set; }

    public TimeSpan? LockDuration { get; set; }

    public ReferenceExpression ConnectionStringExpression => new($"{{0}}/Subscriptions/{SubscriptionName}", Parent);
}
