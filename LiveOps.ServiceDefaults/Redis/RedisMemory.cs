using Prometheus;

namespace LiveOps.ServiceDefaults.Redis;

/// <summary>
/// How full a Redis is, of those that have a limit: one that is full refuses writes, and not all of them (docs/runbooks/redis-full.md), so an alert must come before. It is as old as what the
/// readiness check knows of the server (<see cref="ServerFacts.Fresh"/>), and told of none that cannot be asked.
/// </summary>
internal sealed class RedisMemory(IMetricFactory metrics)
{
    private readonly Gauge _used = metrics.CreateGauge("store_memory_used_ratio", "How much of the memory that a Redis may take is in use, from 0 to 1, or beyond; nothing where it has no limit or does not say.", ["store"]);

    /// <summary>Tells it.</summary>
    /// <param name="store">The name of the store's readiness check.</param>
    /// <param name="facts">What the server says.</param>
    public void Tell(string store, ServerFacts facts)
    {
        if (facts.MemoryUsed is { } used)
            _used.WithLabels(store).Set(used);
        else
            Forget(store);
    }

    /// <summary>Tells nothing of a server that cannot be asked.</summary>
    /// <param name="store">The name of the store's readiness check.</param>
    public void Forget(string store) => _used.RemoveLabelled(store);
}
