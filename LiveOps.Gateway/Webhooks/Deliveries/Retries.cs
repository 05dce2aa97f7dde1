namespace LiveOps.Gateway.Webhooks.Deliveries;

/// <summary>
/// When what failed is tried again: after 5 seconds, then each time after four times as long, up to 4 hours, a fifth sooner or later by chance; for 24 hours, and then once more at
/// their very end. They are counted from the first failure. Where everything fails the day began with the webhook's first failure, or with the notice if that is later: else what waits
/// behind another about the same subject would begin a day of its own. Who is sent again by hand has one. A webhook that fails is left alone besides, for a moment that grows to ten
/// seconds: there may be many who are due.
/// </summary>
internal static class Retries
{
    /// <summary>How long is tried.</summary>
    public static readonly long Day = TimeSpan.TicksPerDay;

    /// <summary>The longest wish of a receiver to be left alone that is followed.</summary>
    public const int MostRetryAfter = 4 * 60 * 60;

    private const long FirstRest = TimeSpan.TicksPerMillisecond * 100, LongestRest = TimeSpan.TicksPerSecond * 10;

    private static readonly long First = 5 * TimeSpan.TicksPerSecond, Longest = 4 * TimeSpan.TicksPerHour;

    /// <summary>When the next attempt is due; null when it is given up.</summary>
    /// <param name="delivery">As it is after the failure.</param>
    /// <param name="failingSince">Since when the webhook takes nothing.</param>
    /// <param name="now">When the attempt failed.</param>
    /// <param name="retryAfterSeconds">The receiver's wish.</param>
    /// <param name="jitter">From 0 to 1.</param>
    public static long? Next(Delivery delivery, long failingSince, long now, int retryAfterSeconds, double jitter)
    {
        long end = Math.Max(Math.Max(delivery.Notice.At, delivery.Since), Math.Min(failingSince, delivery.FailedFirstAt)) + Day;
        if (now >= end)
            return null;
        int doublings = Math.Min(2 * (delivery.Failures - 1), 20);
        long pause = Math.Min(First << doublings, Longest);
        pause += (long)(pause * 0.4 * (jitter - 0.5));
        return Math.Min(end, now + Math.Max(pause, Asked(retryAfterSeconds, jitter)));
    }

    /// <summary>How long nothing is sent to a webhook at all.</summary>
    /// <param name="failures">How many attempts in a row have failed there.</param>
    /// <param name="retryAfterSeconds">The receiver's wish.</param>
    /// <param name="jitter">From 0 to 1.</param>
    public static long Rest(int failures, int retryAfterSeconds, double jitter)
    {
        long rest = Math.Min(FirstRest << Math.Clamp(failures - 1, 0, 20), LongestRest);
        return Math.Max(rest + (long)(rest * 0.4 * (jitter - 0.5)), Asked(retryAfterSeconds, jitter));
    }

    // Never sooner than asked for, and not everybody at once.
    private static long Asked(int seconds, double jitter) => (long)(Math.Min(seconds, MostRetryAfter) * TimeSpan.TicksPerSecond * (1 + 0.1 * jitter));
}
