namespace LiveOps.ServiceDefaults.Stores;

/// <summary>
/// Keeps callers from queueing up before a store that does not answer: after <see cref="Threshold"/> failures in a row calls are refused
/// at once, then one call at a time is let through every <see cref="Pause"/>, give or take a quarter so that replicas do not try
/// together, until one succeeds.
/// </summary>
/// <remarks>
/// Not the one of Polly, which stands before SQL: that takes a lock to count each outcome, 0.3 µs of it by one thread and 0.7 µs by two on a busy machine, where
/// this takes 3 ns; a gateway's request has three calls of Redis. And it waits for a share of failures within a time, where a few in a row say enough.
/// </remarks>
public sealed class CircuitBreaker
{
    /// <summary>How many failures in a row open it.</summary>
    public const int Threshold = 5;

    /// <summary>How long it stays open before a call is let through.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _clock;
    private int _failures;
    private long _tryAt;

    /// <param name="clock">The clock.</param>
    public CircuitBreaker(TimeProvider clock) => _clock = clock;

    /// <summary>Whether it refuses calls.</summary>
    public bool IsOpen => Volatile.Read(ref _failures) >= Threshold;

    /// <summary>Whether a call may be made. Whoever gets true says what became of it: <see cref="Succeeded"/> or <see cref="Failed"/>.</summary>
    public bool TryEnter()
    {
        if (!IsOpen)
            return true;
        long tryAt = Volatile.Read(ref _tryAt), now = _clock.GetTimestamp();
        return now >= tryAt && Interlocked.CompareExchange(ref _tryAt, now + PauseTicks(), tryAt) == tryAt;
    }

    /// <summary>The store answered, if only to say no.</summary>
    public void Succeeded()
    {
        if (Volatile.Read(ref _failures) != 0)
            Volatile.Write(ref _failures, 0);
    }

    /// <summary>The store could not be had.</summary>
    public void Failed()
    {
        if (Interlocked.Increment(ref _failures) == Threshold)
            Volatile.Write(ref _tryAt, _clock.GetTimestamp() + PauseTicks());
    }

    private long PauseTicks() => (long)(Pause.TotalSeconds * (0.75 + 0.5 * Random.Shared.NextDouble()) * _clock.TimestampFrequency);
}
