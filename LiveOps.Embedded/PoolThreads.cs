namespace LiveOps.Embedded;

/// <summary>
/// How many threads the pool has at once, without first waiting whether fewer do. With no more than processors, one that waits, say for a lock
/// whose holder waits for its turn behind the consumers' threads, may leave a processor idle though requests are there.
/// </summary>
internal static class PoolThreads
{
    private const int BesideProcessors = 4;

    /// <summary>Sets it for this process.</summary>
    public static void Raise()
    {
        ThreadPool.GetMinThreads(out int workers, out int ports);
        ThreadPool.SetMinThreads(Least(workers, Environment.ProcessorCount), ports);
    }

    /// <summary>How many it has at the least.</summary>
    /// <param name="set">As it is set, by the runtime or by who runs it: never lowered.</param>
    /// <param name="processors">The machine's, as far as the process may use them.</param>
    public static int Least(int set, int processors) => Math.Max(set, processors + BesideProcessors);
}
