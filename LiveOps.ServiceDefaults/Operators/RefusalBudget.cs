using System.Collections.Concurrent;

namespace LiveOps.ServiceDefaults.Operators;

/// <summary>How many refusals of one operator are noted in a minute. There are as many entries as there are operators.</summary>
internal sealed class RefusalBudget(TimeProvider clock)
{
    /// <summary>How many a minute.</summary>
    public const int PerMinute = 60;

    // Names of whoever shares a token are what they say: past so many all others are one.
    private const int MostNames = 1_000;

    private readonly ConcurrentDictionary<string, (long Minute, int Count)> _taken = new(StringComparer.Ordinal);

    /// <summary>Takes one; false when there is none left in this minute.</summary>
    public bool TryTake(string name)
    {
        long minute = clock.GetUtcNow().Ticks / TimeSpan.TicksPerMinute;
        string key = _taken.Count < MostNames || _taken.ContainsKey(name) ? name : "";
        return _taken.AddOrUpdate(key, _ => (minute, 1), (_, taken) => taken.Minute == minute ? (minute, Math.Min(taken.Count, PerMinute) + 1) : (minute, 1)).Count <= PerMinute;
    }
}
