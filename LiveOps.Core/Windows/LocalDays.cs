namespace LiveOps.Core.Windows;

/// <summary>
/// Where the days of a time zone begin. A day begins at the first instant that bears its date: where clocks skip midnight, when they jump;
/// where midnight comes twice, the first time. So days follow one another without gap or overlap and are 23 to 25 hours long where
/// clocks change; a date that a zone skipped (Apia, 2011-12-30) has no length.
/// </summary>
public sealed class LocalDays(TimeZoneInfo zone)
{
    private const long WidestOffset = 15 * TimeSpan.TicksPerHour;

    /// <summary>The date at an instant.</summary>
    public DateOnly DateAt(long instant)
    {
        DateOnly date = DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(UnixTicks.ToUtc(instant), zone));
        // Clocks that go back over midnight show the old date again; the day has begun all the same.
        return instant >= StartOf(date.AddDays(1)) ? date.AddDays(1) : date;
    }

    /// <summary>When a date begins.</summary>
    public long StartOf(DateOnly date)
    {
        DateTime midnight = date.ToDateTime(TimeOnly.MinValue);
        if (zone.IsInvalidTime(midnight))
            return FirstAtOrAfter(midnight);
        TimeSpan offset = zone.GetUtcOffset(midnight);
        if (zone.IsAmbiguousTime(midnight))
        {
            foreach (TimeSpan other in zone.GetAmbiguousTimeOffsets(midnight))
                offset = other > offset ? other : offset;
        }

        return UnixTicks.Of(midnight) - offset.Ticks;
    }

    // Midnight is skipped: the jump is the first instant whose local time is not before it. To the second, as zone data goes.
    private long FirstAtOrAfter(DateTime local)
    {
        long low = (UnixTicks.Of(local) - WidestOffset) / TimeSpan.TicksPerSecond, high = (UnixTicks.Of(local) + WidestOffset) / TimeSpan.TicksPerSecond;
        while (low < high)
        {
            long middle = (low + high) >> 1;
            if (TimeZoneInfo.ConvertTimeFromUtc(UnixTicks.ToUtc(middle * TimeSpan.TicksPerSecond), zone) < local)
                low = middle + 1;
            else
                high = middle;
        }

        return low * TimeSpan.TicksPerSecond;
    }
}
