using System.Collections.Concurrent;

namespace LiveOps.Leaderboard.Stores.Cluster.Counts;

/// <summary>What this replica applied, for metrics.</summary>
internal sealed class ClusterCounts
{
    private long _refused, _damaged;

    /// <summary>Scores that changed an entry, by board.</summary>
    public ConcurrentDictionary<string, long> Updates { get; } = new(StringComparer.Ordinal);

    /// <summary>Scores left out for their board.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>How often ranks in Redis had lost a part.</summary>
    public long DamagedRanks => Interlocked.Read(ref _damaged);

    /// <summary>Counts ranks that had lost a part.</summary>
    public void Damaged() => Interlocked.Increment(ref _damaged);

    /// <summary>Takes what a group did that was written.</summary>
    /// <param name="updates">Scores that changed an entry, by board.</param>
    /// <param name="refused">Scores left out for their board.</param>
    public void Add(IReadOnlyDictionary<string, int> updates, int refused)
    {
        Interlocked.Add(ref _refused, refused);
        foreach ((string board, int count) in updates)
            Updates.AddOrUpdate(board, count, (_, before) => before + count);
    }
}
