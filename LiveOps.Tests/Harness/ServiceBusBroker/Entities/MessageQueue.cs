using Amqp;

namespace LiveOps.Tests.Harness.ServiceBusBroker.Entities;

/// <summary>
/// Messages in order of their numbers, each with at most one lock. Whenever a message is free and a reader has credit, the reader gets it; readers take turns.
/// Rules: https://learn.microsoft.com/azure/service-bus-messaging/message-transfers-locks-settlement
/// </summary>
internal sealed class MessageQueue : IDisposable
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<long, StoredMessage> _messages = [];
    private readonly SortedSet<long> _free = [];
    private readonly List<IReader> _readers = [];
    private readonly SubscriptionOptions _options;
    private readonly MessageQueue? _deadLetters;
    private readonly LockTable _locks;
    private int _turn;

    /// <param name="options">How long locks last, and how often a message is tried.</param>
    /// <param name="deadLetters">Where messages end up; null when this queue is that place.</param>
    /// <param name="clock">The clock.</param>
    public MessageQueue(SubscriptionOptions options, MessageQueue? deadLetters, TimeProvider clock)
    {
        _options = options;
        _deadLetters = deadLetters;
        _locks = new LockTable(clock, Dispatch);
    }

    public int Count => Within(() => _messages.Count);

    public long SizeInBytes => Within(() => _messages.Values.Sum(message => (long)message.Size));

    public int Locked => Within(() => _messages.Count - _free.Count);

    /// <summary>How many messages readers would take if there were any.</summary>
    public int Credit => Within(() => _readers.Sum(reader => reader.Credit));

    public bool IsSending => Within(() => _readers.Any(reader => reader.IsSending));

    public void Add(StoredMessage message) => Within(() =>
    {
        _messages.Add(message.SequenceNumber, message);
        _free.Add(message.SequenceNumber);
    });

    public void Add(IReader reader) => Within(() => _readers.Add(reader));

    public void Remove(IReader reader) => Within(() => _readers.Remove(reader));

    /// <summary>Hands out what may be handed out: a reader has new credit, or a lock ended.</summary>
    public void Dispatch() => Within(() => { });

    /// <summary>Does something while nothing is handed out.</summary>
    public void HoldingStill(Action action) => Within(action);

    public IReadOnlyList<Message> Peek(int max, long from) => Within(() =>
        (IReadOnlyList<Message>)[.. _messages.Where(message => message.Key >= from).Take(max).Select(message => message.Value.ToWire())]);

    public void Complete(Guid token) => Within(() => _messages.Remove(_locks.Take(token).SequenceNumber));

    public void Abandon(Guid token, IEnumerable<KeyValuePair<string, object?>> properties) => Within(() =>
    {
        StoredMessage message = _locks.Take(token);
        message.Change(properties);
        CountFailure(message);
    });

    /// <summary>
    /// It comes again, and the delivery does not count: what the client does with what nobody asked for, https://github.com/Azure/amqpnetlite/issues/342
    /// </summary>
    public void Release(Guid token) => Within(() => _free.Add(_locks.Take(token).SequenceNumber));

    public void DeadLetter(Guid token, IEnumerable<KeyValuePair<string, object?>> properties) => Within(() =>
    {
        if (_deadLetters is null)
            throw Conditions.Refusal(Conditions.NotAllowed, "A message in the dead letters cannot be dead-lettered.");
        StoredMessage message = _locks.Take(token);
        message.Change(properties);
        MoveToDeadLetters(message);
    });

    /// <summary>The lock's new end.</summary>
    public DateTimeOffset Renew(Guid token) => Within(() => _locks.Renew(token, _options.LockDuration));

    /// <summary>All locks end now, and their deliveries count.</summary>
    public void DropLocks() => Within(() =>
    {
        foreach (StoredMessage message in _locks.TakeAll())
            CountFailure(message);
    });

    public void Dispose() => _locks.Dispose();

    private void Within(Action action) => Within(() =>
    {
        action();
        return true;
    });

    // Locks whose time is over end before anything else happens, and nothing waits that could be handed out after.
    private T Within<T>(Func<T> action)
    {
        lock (_gate)
        {
            foreach (StoredMessage message in _locks.TakeEnded())
                CountFailure(message);
            T result = action();
            while (_free.Count > 0 && NextReader() is { } reader)
                HandOut(_messages[_free.Min], reader);
            return result;
        }
    }

    private IReader? NextReader()
    {
        for (int i = 0; i < _readers.Count; i++)
        {
            IReader reader = _readers[_turn++ % _readers.Count];
            if (reader.TryUseCredit())
                return reader;
        }

        return null;
    }

    private void HandOut(StoredMessage message, IReader reader)
    {
        _free.Remove(message.SequenceNumber);
        if (reader.Deletes)
            _messages.Remove(message.SequenceNumber);
        else
            _locks.Add(message, _options.LockDuration);
        reader.Send(message.ToWire(), message.LockToken ?? Guid.NewGuid());
    }

    // Dead letters are delivered any number of times, and are not counted: https://github.com/Azure/azure-sdk-for-net/issues/53437
    private void CountFailure(StoredMessage message)
    {
        if (_deadLetters is null || ++message.FailedDeliveries < _options.MaxDeliveryCount)
        {
            _free.Add(message.SequenceNumber);
            return;
        }

        message.Change("DeadLetterReason", "MaxDeliveryCountExceeded");
        message.Change("DeadLetterErrorDescription", $"Message could not be consumed after {message.FailedDeliveries} delivery attempts.");
        MoveToDeadLetters(message);
    }

    private void MoveToDeadLetters(StoredMessage message)
    {
        _messages.Remove(message.SequenceNumber);
        _deadLetters!.Add(message);
    }
}
