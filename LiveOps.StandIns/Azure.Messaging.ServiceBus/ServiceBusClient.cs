using Azure.Core;
using Azure.Messaging.ServiceBus.Broker;

namespace Azure.Messaging.ServiceBus;

/// <summary>
/// A connection to a namespace. The stand-in reaches only what this process opened with <see cref="StandInNamespace.Open"/>: it has no
/// network, and says so when it is given the address of a real namespace.
/// </summary>
public class ServiceBusClient : IAsyncDisposable
{
    /// <param name="connectionString">As the portal shows it.</param>
    public ServiceBusClient(string connectionString) : this(connectionString, new ServiceBusClientOptions())
    {
    }

    /// <param name="connectionString">As the portal shows it.</param>
    /// <param name="options">How the client behaves.</param>
    public ServiceBusClient(string connectionString, ServiceBusClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        FullyQualifiedNamespace = ConnectionStrings.HostOf(connectionString);
        Namespace = StandInNamespace.Find(FullyQualifiedNamespace);
    }

    /// <param name="fullyQualifiedNamespace">The namespace's host.</param>
    /// <param name="credential">Who asks.</param>
    /// <param name="options">How the client behaves.</param>
    public ServiceBusClient(string fullyQualifiedNamespace, TokenCredential credential, ServiceBusClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(credential);
        ArgumentNullException.ThrowIfNull(options);
        FullyQualifiedNamespace = fullyQualifiedNamespace;
        Namespace = StandInNamespace.Find(fullyQualifiedNamespace);
    }

    /// <summary>The namespace's host.</summary>
    public virtual string FullyQualifiedNamespace { get; }

    /// <summary>Whether it was disposed of.</summary>
    public virtual bool IsClosed { get; private set; }

    internal StandInNamespace Namespace { get; }

    /// <summary>A sender to a topic. Nothing is asked of the service before the first send.</summary>
    public virtual ServiceBusSender CreateSender(string queueOrTopicName) => new(this, queueOrTopicName);

    /// <summary>A receiver from a subscription, with peek-lock.</summary>
    public virtual ServiceBusReceiver CreateReceiver(string topicName, string subscriptionName) =>
        CreateReceiver(topicName, subscriptionName, new ServiceBusReceiverOptions());

    /// <summary>A receiver from a subscription or its dead letters.</summary>
    public virtual ServiceBusReceiver CreateReceiver(string topicName, string subscriptionName, ServiceBusReceiverOptions options) =>
        new(this, topicName, subscriptionName, options);

    /// <summary>Closes the connection with all senders and receivers.</summary>
    public virtual ValueTask DisposeAsync()
    {
        IsClosed = true;
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    internal void ThrowIfClosed() => ObjectDisposedException.ThrowIf(IsClosed, this);
}
