namespace LiveOps.Leaderboard.Ranks;

/// <summary>Up to 64 entries in order, a column each, so that finding a player is one vectorised scan of 256 bytes.</summary>
internal sealed class Leaf : Node
{
    public const int Capacity = 64;
    private const int FirstCapacity = 8; // most windows of most boards have few players

    public long[] Keys = new long[FirstCapacity];
    public long[] Times = new long[FirstCapacity];
    public int[] Players = new int[FirstCapacity];
    public Leaf? Previous, Next;

    /// <summary>Its number in the tree's <see cref="LeafIndex"/>.</summary>
    public int Number;

    public override int Total => Count;

    /// <summary>How many of its entries come before one.</summary>
    public int CountBefore(long key, long time, int player, IComparer<int>? ties)
    {
        int before = Search.CountLess(Keys.AsSpan(0, Count), key);
        if (before == Count || Keys[before] != key)
            return before;
        int equal = Search.CountLess(Keys.AsSpan(before, Count - before), key + 1), end = before + equal;
        before += Search.CountLess(Times.AsSpan(before, equal), time);
        if (ties is null)
            return before;
        while (before < end && Times[before] == time && ties.Compare(Players[before], player) < 0)
            before++;
        return before;
    }

    public int IndexOf(int player) => Players.AsSpan(0, Count).IndexOf(player);

    public void Insert(int at, int player, long key, long time)
    {
        if (Count == Keys.Length)
            Resize(Math.Min(Capacity, Count * 2));
        int after = Count - at;
        Keys.AsSpan(at, after).CopyTo(Keys.AsSpan(at + 1));
        Times.AsSpan(at, after).CopyTo(Times.AsSpan(at + 1));
        Players.AsSpan(at, after).CopyTo(Players.AsSpan(at + 1));
        (Keys[at], Times[at], Players[at]) = (key, time, player);
        Count++;
    }

    public void RemoveAt(int at)
    {
        Keys.AsSpan(at + 1, Count - at - 1).CopyTo(Keys.AsSpan(at));
        Times.AsSpan(at + 1, Count - at - 1).CopyTo(Times.AsSpan(at));
        Players.AsSpan(at + 1, Count - at - 1).CopyTo(Players.AsSpan(at));
        Count--;
    }

    /// <summary>Moves the entries from <paramref name="at"/> on to the end of another leaf.</summary>
    public void MoveTo(Leaf target, int at)
    {
        int moved = Count - at;
        if (target.Keys.Length < Capacity)
            target.Resize(Capacity);
        Keys.AsSpan(at, moved).CopyTo(target.Keys.AsSpan(target.Count));
        Times.AsSpan(at, moved).CopyTo(target.Times.AsSpan(target.Count));
        Players.AsSpan(at, moved).CopyTo(target.Players.AsSpan(target.Count));
        target.Count += moved;
        Count = at;
    }

    private void Resize(int capacity)
    {
        Array.Resize(ref Keys, capacity);
        Array.Resize(ref Times, capacity);
        Array.Resize(ref Players, capacity);
    }
}
