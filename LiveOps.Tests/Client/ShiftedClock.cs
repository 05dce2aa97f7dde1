using System.Diagnostics;
using LiveOps.Client.Clocks;

namespace LiveOps.Tests.Client;

/// <summary>A device whose clock is wrong, and whose pauses pass at once: each moves the clock on.</summary>
internal sealed class ShiftedClock(TimeSpan by) : ClientClock
{
    private TimeSpan _by = by, _passed;
    private readonly long _began = Stopwatch.GetTimestamp();

    /// <summary>The pauses, in order.</summary>
    public List<TimeSpan> Pauses { get; } = [];

    public override DateTimeOffset UtcNow => DateTimeOffset.UtcNow + _by;

    public override TimeSpan Elapsed => Stopwatch.GetElapsedTime(_began) + _passed;

    /// <summary>Somebody sets it.</summary>
    public void Set(TimeSpan by) => _by += by;

    public override Task DelayAsync(TimeSpan time, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        Pauses.Add(time);
        _by += time;
        _passed += time;
        return Task.CompletedTask;
    }
}
