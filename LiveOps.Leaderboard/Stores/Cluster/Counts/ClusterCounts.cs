using System.Collections.Concurrent;

namespace LiveOps.Leaderboard.Stores.Cluster.Counts;

/// <summary>What this replica applied, for metrics.</summary>
internal sealed class ClusterCounts
{
    private long _refused, _damaged;

    /// <summary>Scores that changed an entry, by board.</summary>
    public ConcurrentDictionary<string, long> Updates { get; } = new(StringComparer.Ordinal);

    /// <summary>Players whom a close has moved, by league and <c>promoted</c>, <c>relegated</c> or <c>fallen</c>.</summary>
    public ConcurrentDictionary<(string League, string Change), long> Moves { get; } = [];

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

    /// <summary>Takes how many players of a league a step of its closing has moved.</summary>
    public void AddMoves(string league, int promoted, int relegated, int fallen)
    {
        foreach ((string change, int count) in new[] { ("promoted", promoted), ("relegated", relegated), ("fallen", fallen) })
        {
            if (count > 0)
                Moves.AddOrUpdate((league, change), count, (_, before) => before + count);
        }
    }
}
