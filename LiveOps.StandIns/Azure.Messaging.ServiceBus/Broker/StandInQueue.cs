namespace Azure.Messaging.ServiceBus.Broker;

/// <summary>
/// Messages in order of their numbers, each with at most one lock. A lock that ended is noticed by whoever asks next; who waits is woken when
/// the first one ends.
/// </summary>
internal sealed class StandInQueue(StandInSubscriptionOptions options, StandInQueue? deadLetters, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<long, StoredMessage> _messages = [];
    private readonly Dictionary<Guid, StoredMessage> _locked = [];
    private TaskCompletionSource _changed = NewSignal();

    public int Count
    {
        get
        {
            lock (_gate)
                return _messages.Count;
        }
    }

    public long SizeInBytes
    {
        get
        {
            lock (_gate)
                return _messages.Values.Sum(message => message.Size);
        }
    }

    public void Add(StoredMessage message)
    {
        lock (_gate)
        {
            _messages.Add(message.SequenceNumber, message);
            Wake();
        }
    }

    public async Task<IReadOnlyList<ServiceBusReceivedMessage>> ReceiveAsync(
        int max, TimeSpan wait, ServiceBusReceiveMode mode, CancellationToken cancellation)
    {
        DateTimeOffset end = clock.GetUtcNow() + wait;
        while (true)
        {
            Task changed;
            TimeSpan pause;
            lock (_gate)
            {
                if (Take(max, mode) is { Count: > 0 } taken)
                    return taken;
                changed = _changed.Task;
                pause = (NextLockEnd() is { } unlocked && unlocked < end ? unlocked : end) - clock.GetUtcNow();
            }

            if (end <= clock.GetUtcNow())
                return [];
            try
            {
                await changed.WaitAsync(pause, clock, cancellation);
            }
            catch (TimeoutException)
            {
                // A lock ended, or the wait.
            }
        }
    }

    public IReadOnlyList<ServiceBusReceivedMessage> Peek(int max, long from)
    {
        lock (_gate)
        {
            EndLocks();
            return [.. _messages.Where(message => message.Key >= from).Take(max).Select(message => message.Value.Snapshot())];
        }
    }

    public void Complete(Guid token)
    {
        lock (_gate)
            _messages.Remove(Unlock(token).SequenceNumber);
    }

    public void Abandon(Guid token, IDictionary<string, object>? properties)
    {
        lock (_gate)
        {
            StoredMessage message = Unlock(token);
            message.Modify(properties);
            CountFailure(message);
        }
    }

    public void DeadLetter(Guid token, IDictionary<string, object>? properties, string? reason, string? description)
    {
        lock (_gate)
        {
            if (deadLetters is null)
                throw new ServiceBusException("A message in the dead letters cannot be dead-lettered.", ServiceBusFailureReason.GeneralError);
            StoredMessage message = Unlock(token);
            message.Modify(properties);
            MoveToDeadLetters(message, reason, description);
        }
    }

    public DateTimeOffset Renew(Guid token)
    {
        lock (_gate)
            return Held(token).LockedUntil = clock.GetUtcNow() + options.LockDuration;
    }

    public void DropLocks()
    {
        lock (_gate)
        {
            foreach (StoredMessage message in _locked.Values)
                message.LockedUntil = DateTimeOffset.MinValue;
            EndLocks();
        }
    }

    private List<ServiceBusReceivedMessage> Take(int max, ServiceBusReceiveMode mode)
    {
        EndLocks();
        StoredMessage[] free = [.. _messages.Values.Where(message => message.LockToken is null).Take(max)];
        List<ServiceBusReceivedMessage> taken = [];
        foreach (StoredMessage message in free)
        {
            if (mode == ServiceBusReceiveMode.ReceiveAndDelete)
            {
                _messages.Remove(message.SequenceNumber);
            }
            else
            {
                message.LockToken = Guid.NewGuid();
                message.LockedUntil = clock.GetUtcNow() + options.LockDuration;
                _locked.Add(message.LockToken.Value, message);
            }

            taken.Add(message.Snapshot());
        }

        return taken;
    }

    private void EndLocks()
    {
        DateTimeOffset now = clock.GetUtcNow();
        foreach (StoredMessage message in _locked.Values.Where(message => !message.IsLocked(now)).ToArray())
        {
            _locked.Remove(message.LockToken!.Value);
            message.LockToken = null;
            CountFailure(message);
        }
    }

    private DateTimeOffset? NextLockEnd() => _locked.Count == 0 ? null : _locked.Values.Min(message => message.LockedUntil);

    private StoredMessage Unlock(Guid token)
    {
        StoredMessage message = Held(token);
        _locked.Remove(token);
        message.LockToken = null;
        return message;
    }

    private StoredMessage Held(Guid token)
    {
        EndLocks();
        return _locked.TryGetValue(token, out StoredMessage? message)
            ? message
            : throw new ServiceBusException(
                "The lock supplied is invalid. Either the lock expired, or the message has already been removed from the queue.", ServiceBusFailureReason.MessageLockLost);
    }

    // Dead letters are delivered any number of times, and are not counted.
    private void CountFailure(StoredMessage message)
    {
        if (deadLetters is not null && ++message.FailedDeliveries >= options.MaxDeliveryCount)
            MoveToDeadLetters(message, "MaxDeliveryCountExceeded", $"Message could not be consumed after {message.FailedDeliveries} delivery attempts.");
        else
            Wake();
    }

    private void MoveToDeadLetters(StoredMessage message, string? reason, string? description)
    {
        _messages.Remove(message.SequenceNumber);
        if (reason is not null)
            message.Properties[ServiceBusReceivedMessage.DeadLetterReasonHeader] = reason;
        if (description is not null)
            message.Properties[ServiceBusReceivedMessage.DeadLetterErrorDescriptionHeader] = description;
        deadLetters!.Add(message);
    }

    private void Wake()
    {
        _changed.TrySetResult();
        _changed = NewSignal();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
