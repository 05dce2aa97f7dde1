namespace LiveOps.Client.Clocks;

/// <summary>What the client knows of time, so that a test can stand still. netstandard2.1 has no TimeProvider.</summary>
public abstract class ClientClock
{
    /// <summary>The machine's clock.</summary>
    public static ClientClock Machine { get; } = new MachineClock();

    /// <summary>The time now, UTC.</summary>
    public abstract DateTimeOffset UtcNow { get; }

    /// <summary>Time since some moment, which only goes forward, whatever becomes of the clock: pauses are measured by it.</summary>
    public abstract TimeSpan Elapsed { get; }

    /// <summary>Lets a time pass.</summary>
    /// <param name="time">How long; zero or more.</param>
    /// <param name="cancellation">Ends it early, with an <see cref="OperationCanceledException"/>.</param>
    public abstract Task DelayAsync(TimeSpan time, CancellationToken cancellation);
}
