using LiveOps.Leaderboard.Policies;
using LiveOps.Leaderboard.Snapshots;

namespace LiveOps.Leaderboard.LiveEvents;

/// <summary>Who is in a live event that limits it, and how many of their scores count so far; some time after its close only how many there were. Not thread-safe.</summary>
internal sealed class Entrants
{
    private Dictionary<int, int>? _attempts = []; // by player; null once it is closed

    /// <summary>How many players are in it.</summary>
    public int Count { get; private set; }

    /// <summary>How many scores count.</summary>
    public long Attempts { get; private set; }

    /// <summary>Whether it is closed.</summary>
    public bool IsClosed => _attempts is null;

    /// <summary>How many scores of a player count; null for one who is not in it, and once it is closed.</summary>
    public int? AttemptsOf(int player) => _attempts is not null && _attempts.TryGetValue(player, out int attempts) ? attempts : null;

    /// <summary>Lets a player in, or says that they are; false when it is full, or closed.</summary>
    public bool TryEnter(int player, LiveEventEntry entry, out int attempts)
    {
        attempts = 0;
        if (_attempts is null)
            return false;
        if (_attempts.TryGetValue(player, out attempts))
            return true;
        if (Count >= entry.MaxEntrants)
            return false;
        _attempts.Add(player, 0);
        Count++;
        return true;
    }

    /// <summary>Counts a score of a player, who is let in where they need not have entered; false when it does not count.</summary>
    public bool TryAttempt(int player, LiveEventEntry entry)
    {
        if (_attempts is null || (entry.Join && !_attempts.ContainsKey(player)) || !TryEnter(player, entry, out int attempts) || attempts >= entry.MaxAttempts)
            return false;
        _attempts[player] = attempts + 1;
        Attempts++;
        return true;
    }

    /// <summary>Forgets a player, whose place is free.</summary>
    public void Forget(int player)
    {
        if (_attempts is null || !_attempts.Remove(player, out int attempts))
            return;
        Count--;
        Attempts -= attempts;
    }

    /// <summary>It is closed: who was in it is on its board.</summary>
    public void Close() => _attempts = null;

    /// <summary>Marks the players that it refers to.</summary>
    public void Mark(bool[] used)
    {
        foreach (int player in _attempts?.Keys ?? Enumerable.Empty<int>())
            used[player] = true;
    }

    /// <summary>Writes it.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="numbers">The players' numbers in the snapshot.</param>
    public void Save(SnapshotWriter writer, int[] numbers)
    {
        writer.Int(IsClosed ? 1 : 0);
        writer.Int(Count);
        writer.Long(Attempts);
        foreach ((int player, int attempts) in (_attempts ?? []).OrderBy(player => player.Key))
        {
            writer.Int(numbers[player]);
            writer.Int(attempts);
        }
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public static Entrants Load(SnapshotReader reader)
    {
        var entrants = new Entrants();
        bool isClosed = reader.Int() != 0;
        entrants.Count = reader.Count();
        entrants.Attempts = reader.Long();
        for (int left = isClosed ? 0 : entrants.Count; left > 0; left--)
            entrants._attempts!.Add(reader.Int(), reader.Int());
        if (isClosed)
            entrants.Close();
        return entrants;
    }
}
