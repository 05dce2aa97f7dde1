namespace LiveOps.ServiceDefaults.Bus.Delivery;

/// <summary>Pauses that double from <paramref name="First"/> to <paramref name="Longest"/>, each shortened by up to a half at random, so that replicas do not try together.</summary>
internal readonly record struct Backoff(TimeSpan First, TimeSpan Longest)
{
    /// <summary>While the bus, or the consumer's store, is out of reach.</summary>
    public static readonly Backoff Waiting = new(TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(5));

    /// <summary>Before a message that failed comes again.</summary>
    public static readonly Backoff Redelivery = new(TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(10));

    /// <summary>The pause after a number of failures, from 1.</summary>
    public TimeSpan After(int failures)
    {
        double factor = Math.Pow(2, Math.Clamp(failures - 1, 0, 30)) * (0.5 + (0.5 * Random.Shared.NextDouble()));
        return TimeSpan.FromTicks((long)Math.Min(First.Ticks * factor, Longest.Ticks));
    }
}
