namespace LiveOps.AppHost.Running;

/// <summary>How often a process that failed is started again: a few times within a while, so that one that cannot run does not keep the machine busy.</summary>
internal sealed class Restarts(TimeProvider clock)
{
    private const int Most = 5;

    private static readonly TimeSpan While = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, Queue<DateTimeOffset>> _times = [];

    /// <summary>Whether a process is to be started once more; counts it when it is.</summary>
    public bool Allows(string process)
    {
        DateTimeOffset now = clock.GetUtcNow();
        if (!_times.TryGetValue(process, out Queue<DateTimeOffset>? times))
            _times[process] = times = new Queue<DateTimeOffset>(Most);
        while (times.TryPeek(out DateTimeOffset oldest) && now - oldest >= While)
            times.Dequeue();
        if (times.Count == Most)
            return false;
        times.Enqueue(now);
        return true;
    }
}
