namespace LiveOps.Fairness.Policies;

/// <summary>
/// The generic cell rate algorithm, ITU-T I.371 (virtual scheduling): a player's whole rate state is one number, the theoretical arrival
/// time. Over any time t a player gets at most <c>burst + t × perSecond</c> through, exactly; a refused event costs nothing.
/// </summary>
internal sealed class RateLimit(double perSecond, int burst)
{
    private readonly long _interval = (long)Math.Ceiling(TimeSpan.TicksPerSecond / perSecond);
    private readonly long _burst = burst * (long)Math.Ceiling(TimeSpan.TicksPerSecond / perSecond);

    /// <summary>Events a second, sustained.</summary>
    public double PerSecond { get; } = perSecond;

    /// <summary>Events at once.</summary>
    public int Burst { get; } = burst;

    /// <summary>Takes one event's worth; false with the whole seconds, at least 1, after which one passes.</summary>
    /// <param name="arrival">The player's theoretical arrival time: ticks of 100 ns.</param>
    /// <param name="now">Unix time in ticks of 100 ns. May step back: that only makes it stricter.</param>
    /// <param name="retryAfter">Whole seconds to wait when refused.</param>
    public bool TryTake(ref long arrival, long now, out int retryAfter)
    {
        long next = Math.Max(arrival, now) + _interval;
        long early = next - _burst - now;
        if (early > 0)
        {
            retryAfter = (int)Math.Min((early + TimeSpan.TicksPerSecond - 1) / TimeSpan.TicksPerSecond, int.MaxValue);
            return false;
        }

        arrival = next;
        retryAfter = 0;
        return true;
    }
}
