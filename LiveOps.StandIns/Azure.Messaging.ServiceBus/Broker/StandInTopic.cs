namespace Azure.Messaging.ServiceBus.Broker;

/// <summary>A topic: what is sent to it is stored once for each subscription there is.</summary>
public sealed class StandInTopic
{
    private readonly Lock _gate = new();
    private readonly List<StandInSubscription> _subscriptions = [];
    private readonly Dictionary<string, DateTimeOffset> _seen = new(StringComparer.Ordinal);
    private readonly TimeProvider _clock;
    private long _sequence;

    internal StandInTopic(string name, StandInTopicOptions options, TimeProvider clock)
    {
        Name = name;
        Options = options;
        _clock = clock;
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>How often something was sent to it: messages alone, and batches.</summary>
    public int Sends { get; private set; }

    /// <summary>How many messages it took, duplicates not counted.</summary>
    public long Accepted => Volatile.Read(ref _sequence);

    internal StandInTopicOptions Options { get; }

    internal IReadOnlyList<StandInSubscription> Subscriptions
    {
        get
        {
            lock (_gate)
                return [.. _subscriptions];
        }
    }

    /// <summary>A new subscription: it gets what is sent from now on.</summary>
    public StandInSubscription CreateSubscription(string name, Action<StandInSubscriptionOptions>? configure = null)
    {
        var options = new StandInSubscriptionOptions();
        configure?.Invoke(options);
        var subscription = new StandInSubscription(name, options, _clock);
        lock (_gate)
            _subscriptions.Add(subscription);
        return subscription;
    }

    internal StandInSubscription Subscription(string name) =>
        Subscriptions.FirstOrDefault(subscription => subscription.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw new ServiceBusException(
            $"The messaging entity '{Name}/Subscriptions/{name}' could not be found.", ServiceBusFailureReason.MessagingEntityNotFound, Name);

    /// <summary>Takes all of them or, with an exception, none.</summary>
    internal void Send(IReadOnlyList<ServiceBusMessage> messages)
    {
        long[] sizes = [.. messages.Select(WireSize.Of)];
        if (sizes.Any(size => size > Options.MaxMessageSizeInBytes) || (sizes.Length > 1 && sizes.Sum() > Options.MaxBatchSizeInBytes))
        {
            throw new ServiceBusException(
                $"The received message exceeds the limit ({Options.MaxMessageSizeInBytes}) currently allowed on the link.", ServiceBusFailureReason.MessageSizeExceeded, Name);
        }

        lock (_gate)
        {
            if (_subscriptions.Sum(subscription => subscription.SizeInBytes) + (sizes.Sum() * _subscriptions.Count) > Options.MaxSizeInBytes)
                throw new ServiceBusException("The maximum entity size has been reached or exceeded for Topic.", ServiceBusFailureReason.QuotaExceeded, Name);
            Sends++;
            DateTimeOffset now = _clock.GetUtcNow();
            for (int i = 0; i < messages.Count; i++)
            {
                if (IsDuplicate(messages[i].MessageId, now))
                    continue;
                long sequence = ++_sequence;
                foreach (StandInSubscription subscription in _subscriptions)
                    subscription.Messages.Add(new StoredMessage(messages[i], sequence, sizes[i], now));
            }
        }
    }

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
