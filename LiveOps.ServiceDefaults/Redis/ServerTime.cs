using System.Diagnostics;

namespace LiveOps.ServiceDefaults.Redis;

/// <summary>
/// Redis's clock as far as it is known here, so that what must not be done late can say until when it may be. An answer comes after the clock
/// was read for it, so Redis is believed to be a little earlier than it is, and never later: what is sent with a time-out is done within it or not at all.
/// </summary>
internal sealed class ServerTime
{
    // Clocks drift by parts of a second in a day; one that is set is found out sooner.
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private long _ahead; // of Stopwatch, in microseconds
    private long _learnedAt = -1;

    /// <summary>Whether it is known at all.</summary>
    public bool IsKnown => Volatile.Read(ref _learnedAt) >= 0;

    /// <summary>Whether it is to be asked for again. True for one caller in a while.</summary>
    public bool TryRefresh()
    {
        long learned = Volatile.Read(ref _learnedAt);
        return Now() - learned > (long)Fresh.TotalMicroseconds && Interlocked.CompareExchange(ref _learnedAt, Now(), learned) == learned;
    }

    /// <summary>What Redis's clock shows when so much time has passed, in microseconds of Unix time.</summary>
    public long After(TimeSpan time) => Now() + Volatile.Read(ref _ahead) + (long)time.TotalMicroseconds;

    /// <summary>Takes what Redis said its clock shows.</summary>
    /// <param name="server">In microseconds of Unix time.</param>
    /// <param name="asked">When it was asked: <see cref="Now"/>.</param>
    public void Learn(long server, long asked)
    {
        lock (_gate)
        {
            long now = Now(), least = server - now, most = server - asked;
            // An answer that took long says little: what is known stands unless it is contradicted.
            if (!IsKnown || _ahead < least || _ahead > most)
                Volatile.Write(ref _ahead, least);
            Volatile.Write(ref _learnedAt, now);
        }
    }

    /// <summary>Microseconds of real time since some moment.</summary>
    public static long Now() => (long)(Stopwatch.GetTimestamp() * (1_000_000.0 / Stopwatch.Frequency));
}
