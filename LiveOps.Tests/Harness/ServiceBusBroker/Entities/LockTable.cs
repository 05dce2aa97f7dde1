namespace LiveOps.Tests.Harness.ServiceBusBroker.Entities;

/// <summary>Who holds which message until when, on the clock. Guarded by its queue's lock.</summary>
internal sealed class LockTable : IDisposable
{
    private readonly Dictionary<Guid, StoredMessage> _held = [];
    private readonly PriorityQueue<Guid, DateTimeOffset> _ends = new();
    private readonly TimeProvider _clock;
    private readonly ITimer _timer;

    /// <param name="clock">The clock.</param>
    /// <param name="ended">Called, without any lock, when a lock's time may be over.</param>
    public LockTable(TimeProvider clock, Action ended)
    {
        _clock = clock;
        _timer = clock.CreateTimer(_ => ended(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Add(StoredMessage message, TimeSpan duration)
    {
        var token = Guid.NewGuid();
        message.LockToken = token;
        _held.Add(token, message);
        Extend(token, message, duration);
    }

    /// <exception cref="Amqp.AmqpException">The lock was lost.</exception>
    public DateTimeOffset Renew(Guid token, TimeSpan duration) => Extend(token, Held(token), duration);

    /// <summary>Ends a lock.</summary>
    /// <exception cref="Amqp.AmqpException">It was lost before.</exception>
    public StoredMessage Take(Guid token)
    {
        StoredMessage message = Held(token);
        _held.Remove(token);
        message.LockToken = null;
        return message;
    }

    /// <summary>Ends the locks whose time is over.</summary>
    public List<StoredMessage> TakeEnded()
    {
        List<StoredMessage> ended = [];
        DateTimeOffset now = _clock.GetUtcNow();
        while (_ends.TryPeek(out Guid token, out DateTimeOffset end) && end <= now)
        {
            _ends.Dequeue();
            if (_held.TryGetValue(token, out StoredMessage? message) && message.LockedUntil <= now) // else settled or renewed since
                ended.Add(Take(token));
        }

        SetTimer(now); // also where none ended: the machine's timers fire a little before the machine's clock says so
        return ended;
    }

    public List<StoredMessage> TakeAll() => [.. _held.Keys.ToArray().Select(Take).OrderBy(message => message.SequenceNumber)];

    public void Dispose() => _timer.Dispose();

    private StoredMessage Held(Guid token) => _held.TryGetValue(token, out StoredMessage? message)
        ? message
        : throw Conditions.Refusal(
            Conditions.LockLost, "The lock supplied is invalid. Either the lock expired, or the message has already been removed from the queue.");

    private DateTimeOffset Extend(Guid token, StoredMessage message, TimeSpan duration)
    {
        DateTimeOffset now = _clock.GetUtcNow();
        message.LockedUntil = now + duration;
        _ends.Enqueue(token, message.LockedUntil);
        SetTimer(now);
        return message.LockedUntil;
    }

    private void SetTimer(DateTimeOffset now)
    {
        if (_ends.TryPeek(out _, out DateTimeOffset first))
            _timer.Change(first > now ? first - now : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }
}
