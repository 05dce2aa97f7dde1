using LiveOps.Tests.Harness;

namespace LiveOps.Tests.ServiceDefaults.Bus.ServiceBus;

/// <summary>The clock of a machine that is set wrong: it moves with another, and is always so much ahead of it.</summary>
internal sealed class ClockAhead(ManualClock clock, TimeSpan by) : TimeProvider
{
    public override TimeZoneInfo LocalTimeZone => clock.LocalTimeZone;

    public override long TimestampFrequency => clock.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => clock.GetUtcNow() + by;

    public override long GetTimestamp() => clock.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => clock.CreateTimer(callback, state, dueTime, period);
}
