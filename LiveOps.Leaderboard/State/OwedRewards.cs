using LiveOps.Core.Rewards;
using LiveOps.Leaderboard.Snapshots;

namespace LiveOps.Leaderboard.State;

/// <summary>
/// What players have earned by their rank and the bus has not been told yet, in order: it comes with the closing that it is of, and goes when somebody says that they have told it. Ready
/// messages, numbered; told twice they are one.
/// </summary>
internal sealed class OwedRewards
{
    private readonly SortedDictionary<long, RankRewards> _owed = [];
    private long _last;

    /// <summary>How many messages are owed.</summary>
    public int Count => _owed.Count;

    /// <summary>Owes more.</summary>
    public void Add(IEnumerable<RankRewards> earned)
    {
        foreach (RankRewards one in earned)
            _owed.Add(++_last, one);
    }

    /// <summary>The first messages, and up to which number they are.</summary>
    public (long UpTo, RankRewards[] Earned) First(int most)
    {
        KeyValuePair<long, RankRewards>[] first = [.. _owed.Take(most)];
        return (first.Length == 0 ? 0 : first[^1].Key, Array.ConvertAll(first, one => one.Value));
    }

    /// <summary>Those up to a number have been told.</summary>
    public void Told(long upTo)
    {
        foreach (long number in _owed.Keys.TakeWhile(number => number <= upTo).ToArray())
            _owed.Remove(number);
    }

    /// <summary>A player who is erased earns nothing.</summary>
    public void Erase(string player)
    {
        foreach ((long number, RankRewards earned) in _owed.ToArray())
        {
            if (earned.Without(player) is not { } left)
                _owed.Remove(number);
            else if (!ReferenceEquals(left, earned))
                _owed[number] = left;
        }
    }

    /// <summary>Writes all.</summary>
    public void Save(SnapshotWriter writer)
    {
        writer.Long(_last);
        writer.Int(_owed.Count);
        foreach ((long number, RankRewards earned) in _owed)
        {
            writer.Long(number);
            writer.Block(earned.ToBytes());
        }
    }

    /// <summary>Replaces all with what <see cref="Save"/> wrote.</summary>
    public void Load(SnapshotReader reader)
    {
        _owed.Clear();
        _last = reader.Long();
        for (int left = reader.Count(); left > 0; left--)
            _owed.Add(reader.Long(), RankRewards.TryRead(reader.Block(), out RankRewards earned) ? earned : throw SnapshotReader.Damaged());
    }
}
