using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace LiveOps.Tests.Harness.ServiceBusBroker.Entities;

/// <summary>The topics of a broker, and what an address of the service means in it.</summary>
internal sealed class Namespace(TimeProvider clock) : IDisposable
{
    private const string DeadLetterQueue = "$DeadLetterQueue";

    private readonly ConcurrentDictionary<string, BrokerTopic> _topics = new(StringComparer.OrdinalIgnoreCase);

    private IEnumerable<BrokerSubscription> Subscriptions => _topics.Values.SelectMany(topic => topic.Subscriptions);

    public BrokerTopic CreateTopic(string name, TopicOptions options)
    {
        var topic = new BrokerTopic(name, options, clock);
        return _topics.TryAdd(name, topic) ? topic : throw new InvalidOperationException($"There is a topic {name} already.");
    }

    /// <summary>A topic, by <c>events</c>.</summary>
    public bool TryTopic(string address, [NotNullWhen(true)] out BrokerTopic? topic) => _topics.TryGetValue(address, out topic);

    /// <summary>A subscription, by <c>events/Subscriptions/leaderboard</c>.</summary>
    public bool TrySubscription(string address, [NotNullWhen(true)] out BrokerSubscription? subscription)
    {
        subscription = null;
        if (address.Split('/') is not [var topic, var subscriptions, var name] || !subscriptions.Equals("Subscriptions", StringComparison.OrdinalIgnoreCase))
            return false;
        subscription = TryTopic(topic, out BrokerTopic? found)
            ? found.Subscriptions.FirstOrDefault(one => one.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            : null;
        return subscription is not null;
    }

    /// <summary>A subscription's messages, or its dead letters by <c>events/Subscriptions/leaderboard/$DeadLetterQueue</c>.</summary>
    /// <exception cref="Amqp.AmqpException">There is none.</exception>
    public MessageQueue Queue(string address)
    {
        bool letters = address.EndsWith("/" + DeadLetterQueue, StringComparison.OrdinalIgnoreCase);
        string entity = letters ? address[..^(DeadLetterQueue.Length + 1)] : address;
        if (!TrySubscription(entity, out BrokerSubscription? subscription))
            throw Missing(address);
        return letters ? subscription.DeadLetters : subscription.Messages;
    }

    public static Amqp.AmqpException Missing(string address) =>
        Conditions.Refusal(Conditions.NotFound, $"The messaging entity '{address}' could not be found.");

    public void DropLocks()
    {
        foreach (BrokerSubscription subscription in Subscriptions)
        {
            subscription.Messages.DropLocks();
            subscription.DeadLetters.DropLocks();
        }
    }

    public void Dispose()
    {
        foreach (BrokerSubscription subscription in Subscriptions)
        {
            subscription.Messages.Dispose();
            subscription.DeadLetters.Dispose();
        }
    }
}
