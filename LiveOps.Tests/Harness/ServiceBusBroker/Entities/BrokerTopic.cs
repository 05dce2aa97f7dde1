namespace LiveOps.Tests.Harness.ServiceBusBroker.Entities;

/// <summary>A topic: what is sent to it is stored once for each subscription there is.</summary>
public sealed class BrokerTopic
{
    private readonly Lock _gate = new();
    private readonly List<BrokerSubscription> _subscriptions = [];
    private readonly Dictionary<string, DateTimeOffset> _seen = new(StringComparer.Ordinal);
    private readonly TimeProvider _clock;
    private long _sequence;
    private int _sends;

    internal BrokerTopic(string name, TopicOptions options, TimeProvider clock)
    {
        Name = name;
        Options = options;
        _clock = clock;
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Its properties.</summary>
    public TopicOptions Options { get; }

    /// <summary>How often something was sent to it, and taken: messages alone, and batches.</summary>
    public int Sends => Volatile.Read(ref _sends);

    /// <summary>How many messages it took, duplicates not counted.</summary>
    public long Accepted => Volatile.Read(ref _sequence);

    /// <summary>Its subscriptions.</summary>
    public IReadOnlyList<BrokerSubscription> Subscriptions
    {
        get
        {
            lock (_gate)
                return [.. _subscriptions];
        }
    }

    /// <summary>A new subscription: it gets what is sent from now on.</summary>
    public BrokerSubscription CreateSubscription(string name, Action<SubscriptionOptions>? configure = null)
    {
        var options = new SubscriptionOptions();
        configure?.Invoke(options);
        var subscription = new BrokerSubscription(name, options, _clock);
        lock (_gate)
            _subscriptions.Add(subscription);
        return subscription;
    }

    /// <summary>Takes all of them or, with an exception, none.</summary>
    /// <exception cref="Amqp.AmqpException">They are too large, or the topic is full.</exception>
    internal void Send(IReadOnlyList<(string? Id, byte[] Encoded)> messages)
    {
        long size = messages.Sum(message => (long)message.Encoded.Length);
        if ((messages.Count > 1 && size > Options.MaxBatchSizeInBytes) || messages.Any(message => message.Encoded.Length > Options.MaxMessageSizeInBytes))
        {
            throw Conditions.Refusal(
                Conditions.MessageSizeExceeded, $"The received message (size: {size}) exceeds the limit ({Options.MaxMessageSizeInBytes}) currently allowed on the link.");
        }

        lock (_gate)
        {
            if (_subscriptions.Sum(subscription => subscription.Messages.SizeInBytes + subscription.DeadLetters.SizeInBytes + size) > Options.MaxSizeInBytes)
                throw Conditions.Refusal(Conditions.QuotaExceeded, "The maximum entity size has been reached or exceeded for Topic.");
            _sends++;
            DateTimeOffset now = _clock.GetUtcNow();
            foreach ((string? id, byte[] encoded) in messages)
            {
                if (IsDuplicate(id, now))
                    continue;
                long sequence = ++_sequence;
                foreach (BrokerSubscription subscription in _subscriptions)
                    subscription.Messages.Add(new StoredMessage(encoded, sequence, now));
            }
        }
    }

    // "the message is reported as accepted (the send operation succeeds), but the newly sent message is instantly ignored and dropped",
    // https://learn.microsoft.com/azure/service-bus-messaging/duplicate-detection
    private bool IsDuplicate(string? id, DateTimeOffset now)
    {
        if (!Options.RequiresDuplicateDetection || id is null)
            return false;
        if (_seen.TryGetValue(id, out DateTimeOffset first) && now - first < Options.DuplicateDetectionHistoryTimeWindow)
            return true;
        _seen[id] = now;
        return false;
    }
}
