using System.Globalization;

namespace LiveOps.Console.Calendar;

/// <summary>Where the days of the game's time zone begin, as the services have it: a day begins at the first instant that bears its date. Where clocks skip midnight, when they jump; where it comes twice, the first time.</summary>
/// <param name="zone">The zone.</param>
internal sealed class GameDays(TimeZoneInfo zone)
{
    private static readonly TimeSpan WidestOffset = TimeSpan.FromHours(15);

    /// <summary>The days of a zone by its name; of one that this machine does not know those of UTC.</summary>
    public static GameDays Of(string zone) => new(TimeZoneInfo.TryFindSystemTimeZoneById(zone, out TimeZoneInfo? found) ? found : TimeZoneInfo.Utc);

    /// <summary>When a date begins.</summary>
    public DateTimeOffset StartOf(DateOnly date)
    {
        DateTime midnight = date.ToDateTime(TimeOnly.MinValue);
        return zone.IsInvalidTime(midnight)
            ? FirstAtOrAfter(midnight)
            : new DateTimeOffset(midnight, zone.IsAmbiguousTime(midnight) ? zone.GetAmbiguousTimeOffsets(midnight).Max() : zone.GetUtcOffset(midnight));
    }

    /// <summary>When the days begin that follow a day's beginning, each so many days after the one before; as many as anybody looks ahead.</summary>
    /// <param name="first">When a day began.</param>
    /// <param name="days">How many days.</param>
    /// <param name="end">Before when.</param>
    public IEnumerable<DateTimeOffset> After(DateTimeOffset first, int days, DateTimeOffset end)
    {
        var date = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(first, zone).DateTime);
        for (int n = 1; n <= 28 && StartOf(date.AddDays(days * n)) is var at && at < end; n++)
            yield return at;
    }

    /// <summary>A time of a document: a date is its beginning; null for what is no time.</summary>
    public DateTimeOffset? Read(string text)
    {
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date))
            return StartOf(date);
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time) ? time : null;
    }

    // Midnight is skipped: the jump is the first instant whose local time is not before it. To the second, as zone data goes.
    private DateTimeOffset FirstAtOrAfter(DateTime local)
    {
        var utc = new DateTimeOffset(local, TimeSpan.Zero);
        long low = (utc - WidestOffset).ToUnixTimeSeconds(), high = (utc + WidestOffset).ToUnixTimeSeconds();
        while (low < high)
        {
            long middle = (low + high) >> 1;
            if (TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeSeconds(middle), zone).DateTime < local)
                low = middle + 1;
            else
                high = middle;
        }

        return DateTimeOffset.FromUnixTimeSeconds(low);
    }
}
