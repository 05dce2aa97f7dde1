namespace LiveOps.Core.Windows;

/// <summary>Instants as 100 ns ticks since the Unix epoch: how events, commands and periods carry time.</summary>
public static class UnixTicks
{
    /// <summary>Ticks of a millisecond, the unit of <see cref="Events.GameEvent.OccurredAt"/>.</summary>
    public const long PerMillisecond = TimeSpan.TicksPerMillisecond;

    /// <summary>The instant of a point in time.</summary>
    public static long Of(DateTimeOffset time) => time.UtcTicks - DateTime.UnixEpoch.Ticks;

    /// <summary>The instant of a UTC time.</summary>
    public static long Of(DateTime utc) => utc.Ticks - DateTime.UnixEpoch.Ticks;

    /// <summary>The clock's instant now.</summary>
    public static long Now(this TimeProvider clock) => Of(clock.GetUtcNow());

    /// <summary>The UTC time of an instant; beyond what a <see cref="DateTime"/> holds, the nearest it does.</summary>
    public static DateTime ToUtc(long instant) =>
        new(Math.Clamp(instant, -DateTime.UnixEpoch.Ticks, DateTime.MaxValue.Ticks - DateTime.UnixEpoch.Ticks) + DateTime.UnixEpoch.Ticks, DateTimeKind.Utc);
}
