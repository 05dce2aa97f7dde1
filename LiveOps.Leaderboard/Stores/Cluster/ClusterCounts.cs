using System.Collections.Concurrent;
using LiveOps.Leaderboard.Stores.Cluster.Applying;

namespace LiveOps.Leaderboard.Stores.Cluster;

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

    /// <summary>Takes a group that was written.</summary>
    public void Add(Group group)
    {
        Interlocked.Add(ref _refused, group.Refused);
        foreach ((string board, int count) in group.Updates)
            Updates.AddOrUpdate(board, count, (_, before) => before + count);
    }
}
