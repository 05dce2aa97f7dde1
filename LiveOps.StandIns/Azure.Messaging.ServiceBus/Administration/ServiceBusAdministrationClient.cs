using Azure.Core;
using Azure.Messaging.ServiceBus.Broker;

namespace Azure.Messaging.ServiceBus.Administration;

/// <summary>Asks a namespace about its entities; needs the right to manage them.</summary>
public class ServiceBusAdministrationClient
{
    private readonly StandInNamespace _namespace;

    /// <param name="connectionString">As the portal shows it.</param>
    public ServiceBusAdministrationClient(string connectionString) =>
        _namespace = StandInNamespace.Find(ConnectionStrings.HostOf(connectionString));

    /// <param name="fullyQualifiedNamespace">The namespace's host.</param>
    /// <param name="credential">Who asks.</param>
    public ServiceBusAdministrationClient(string fullyQualifiedNamespace, TokenCredential credential)
    {
        ArgumentNullException.ThrowIfNull(credential);
        _namespace = StandInNamespace.Find(fullyQualifiedNamespace);
    }

    /// <summary>What is in a subscription now.</summary>
    public virtual async Task<Response<SubscriptionRuntimeProperties>> GetSubscriptionRuntimePropertiesAsync(
        string topicName, string subscriptionName, CancellationToken cancellationToken = default)
    {
        await _namespace.Faults.BeforeAsync(StandInOperation.Administer, topicName, cancellationToken);
        StandInSubscription subscription = _namespace.Topic(topicName).Subscription(subscriptionName);
        var properties = new SubscriptionRuntimeProperties
        {
            ActiveMessageCount = subscription.ActiveMessageCount,
            DeadLetterMessageCount = subscription.DeadLetterMessageCount,
        };
        return Response.FromValue(properties, null!); // no HTTP answer is behind it
    }
}
