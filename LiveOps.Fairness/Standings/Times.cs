using System.Globalization;

namespace LiveOps.Fairness.Standings;

/// <summary>Times as events and journal carry them: Unix ticks of 100 ns.</summary>
internal static class Times
{
    /// <summary>The clock's now.</summary>
    public static long UnixTicks(this TimeProvider clock) => Of(clock.GetUtcNow());

    public static long Of(DateTimeOffset time) => time.UtcTicks - DateTime.UnixEpoch.Ticks;

    /// <summary>In UTC; beyond the calendar it is the calendar's end.</summary>
    public static DateTime Utc(long ticks) => new(Math.Clamp(ticks, 0, DateTime.MaxValue.Ticks - DateTime.UnixEpoch.Ticks) + DateTime.UnixEpoch.Ticks, DateTimeKind.Utc);

    /// <summary>RFC 3339, to the second.</summary>
    public static string Text(long ticks) => Utc(ticks).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
