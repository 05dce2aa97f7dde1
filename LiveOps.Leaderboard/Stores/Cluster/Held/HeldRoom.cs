namespace LiveOps.Leaderboard.Stores.Cluster.Held;

/// <summary>The memory that the ranks of all periods share, and what is said of it.</summary>
/// <param name="most">How many bytes there are.</param>
/// <param name="logger">The log.</param>
internal sealed partial class HeldRoom(long most, ILogger logger)
{
    private const int Mebibyte = 1 << 20;

    private long _used, _loads;

    /// <summary>How many bytes are taken.</summary>
    public long Used => Interlocked.Read(ref _used);

    /// <summary>How often ranks were loaded.</summary>
    public long Loads => Interlocked.Read(ref _loads);

    /// <summary>Takes more or less; false, and nothing is changed, when there is no room for more.</summary>
    /// <param name="taken">What the caller has.</param>
    /// <param name="wanted">What it wants to have.</param>
    public bool TryChange(ref long taken, long wanted)
    {
        // Not added first and taken back where it is too much: somebody else would find no room meanwhile.
        for (long used = Used; ;)
        {
            long after = used + wanted - taken;
            if (after > most && wanted > taken)
                return false;
            long was = Interlocked.CompareExchange(ref _used, after, used);
            if (was == used)
            {
                taken = wanted;
                return true;
            }

            used = was;
        }
    }

    /// <summary>Gives all back that the caller has.</summary>
    public void Free(ref long taken) => TryChange(ref taken, 0);

    /// <summary>Ranks were loaded.</summary>
    public void Loaded(string period, int count, long bytes, TimeSpan took)
    {
        Interlocked.Increment(ref _loads);
        Log.Loaded(logger, period, count, bytes / Mebibyte, took.TotalSeconds);
    }

    /// <summary>Ranks could not be loaded.</summary>
    public void Failed(string period, Exception e) => Log.Failed(logger, period, e);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "The ranks of {Period} are asked for often, and kept in memory: {Count} entries, {Megabytes} MB, loaded in {Seconds:N1} s.")]
        public static partial void Loaded(ILogger logger, string period, int count, long megabytes, double seconds);

        [LoggerMessage(LogLevel.Warning, "The ranks of {Period} could not be loaded into memory now; Redis is asked instead.")]
        public static partial void Failed(ILogger logger, string period, Exception e);
    }
}
