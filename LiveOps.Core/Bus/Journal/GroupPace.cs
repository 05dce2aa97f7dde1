namespace LiveOps.Core.Bus.Journal;

/// <summary>
/// How far a group of the journal may grow before it is written. It costs a write and an fsync, whatever its size: so while many append at once it
/// may wait until the interval since the last one is over, or, which tells time finer than a thread can sleep, until as many have come as lately
/// came in half of it. Half, because callers who wait for their answers come back only after them: were all in one group, nobody would work
/// while the disk does. Used by the committing thread alone.
/// </summary>
/// <param name="interval">The most that a group waits, from the start of the one before; zero: none ever waits.</param>
/// <param name="clock">The time.</param>
internal sealed class GroupPace(TimeSpan interval, TimeProvider clock)
{
    /// <summary>Fewer appenders than this in one group are no load: the next is written at once.</summary>
    public const int Few = 8;

    private const double Share = 0.5;

    // Of the average that the newest group makes up.
    private const double Newest = 1.0 / 8;

    private long _began;
    private double _perInterval;

    /// <summary>The appenders that a group need not grow beyond.</summary>
    public int Enough { get; private set; }

    /// <summary>How long a group may still grow, in whole milliseconds, as a thread waits: who has waited most of one does not wait for another.</summary>
    public int MillisecondsLeft => (int)Math.Round((interval - clock.GetElapsedTime(_began)).TotalMilliseconds);

    /// <summary>A group is taken, of so many appenders.</summary>
    public void Take(int appenders)
    {
        long now = clock.GetTimestamp();
        double seconds = Math.Max(clock.GetElapsedTime(_began, now).TotalSeconds, 1e-6);
        _began = now;
        _perInterval += (appenders / seconds * interval.TotalSeconds - _perInterval) * Newest;
        Enough = appenders < Few || interval == TimeSpan.Zero ? 0 : Math.Max(Few, (int)(_perInterval * Share));
    }
}
