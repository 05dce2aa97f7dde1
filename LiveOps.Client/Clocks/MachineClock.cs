using System.Diagnostics;

namespace LiveOps.Client.Clocks;

/// <summary>The machine's clock: the one place of the client that reads it.</summary>
internal sealed class MachineClock : ClientClock
{
    private readonly Stopwatch _running = Stopwatch.StartNew();

    public override DateTimeOffset UtcNow => DateTimeOffset.UtcNow;

    public override TimeSpan Elapsed => _running.Elapsed;

    public override Task DelayAsync(TimeSpan time, CancellationToken cancellation) => Task.Delay(time, cancellation);
}
