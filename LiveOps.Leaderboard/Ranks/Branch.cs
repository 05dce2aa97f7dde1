namespace LiveOps.Leaderboard.Ranks;

/// <summary>
/// Up to 64 children, how many entries lie below each, and a lower bound of each: every key in a child is at least its bound, every key
/// in a child before it is less. The first child's bound is kept but not asked.
/// </summary>
internal sealed class Branch : Node
{
    public const int Capacity = 64;

    public readonly Node[] Children = new Node[Capacity];
    public readonly int[] Totals = new int[Capacity];
    private readonly long[] _keys = new long[Capacity];
    private readonly long[] _times = new long[Capacity];
    private readonly int[] _players = new int[Capacity];

    public override int Total => Before(Count);

    /// <summary>How many entries lie below the first children.</summary>
    public int Before(int slot)
    {
        int sum = 0;
        foreach (int total in Totals.AsSpan(0, slot))
            sum += total;
        return sum;
    }

    /// <summary>The child where an entry belongs.</summary>
    public Node ChildFor(long key, long time, int player, IComparer<int>? ties)
    {
        int before = 1 + Search.CountLess(_keys.AsSpan(1, Count - 1), key);
        if (before == Count || _keys[before] != key)
            return Children[before - 1];
        int equal = Search.CountLess(_keys.AsSpan(before, Count - before), key + 1);
        if (ties is null)
            return Children[before - 1 + Search.CountLess(_times.AsSpan(before, equal), time + 1)];
        int end = before + equal, at = before + Search.CountLess(_times.AsSpan(before, equal), time);
        while (at < end && _times[at] == time && ties.Compare(_players[at], player) <= 0)
            at++;
        return Children[at - 1];
    }

    /// <summary>The child that holds the entry of a rank below this branch; the rank becomes the one below the child.</summary>
    public Node ChildAt(ref int rank)
    {
        int slot = 0;
        while (rank >= Totals[slot])
            rank -= Totals[slot++];
        return Children[slot];
    }

    public void Insert(int slot, Node child, (long Key, long Time, int Player) bound)
    {
        int after = Count - slot;
        Children.AsSpan(slot, after).CopyTo(Children.AsSpan(slot + 1));
        Totals.AsSpan(slot, after).CopyTo(Totals.AsSpan(slot + 1));
        _keys.AsSpan(slot, after).CopyTo(_keys.AsSpan(slot + 1));
        _times.AsSpan(slot, after).CopyTo(_times.AsSpan(slot + 1));
        _players.AsSpan(slot, after).CopyTo(_players.AsSpan(slot + 1));
        (Children[slot], Totals[slot]) = (child, child.Total);
        SetBound(slot, bound);
        Count++;
        Place(slot);
    }

    public void RemoveAt(int slot)
    {
        int after = Count - slot - 1;
        Children.AsSpan(slot + 1, after).CopyTo(Children.AsSpan(slot));
        Totals.AsSpan(slot + 1, after).CopyTo(Totals.AsSpan(slot));
        _keys.AsSpan(slot + 1, after).CopyTo(_keys.AsSpan(slot));
        _times.AsSpan(slot + 1, after).CopyTo(_times.AsSpan(slot));
        _players.AsSpan(slot + 1, after).CopyTo(_players.AsSpan(slot));
        Children[--Count] = null!;
        Place(slot);
    }

    /// <summary>Moves the children from <paramref name="slot"/> on to the end of another branch.</summary>
    public void MoveTo(Branch target, int slot)
    {
        int moved = Count - slot, first = target.Count;
        Children.AsSpan(slot, moved).CopyTo(target.Children.AsSpan(first));
        Totals.AsSpan(slot, moved).CopyTo(target.Totals.AsSpan(first));
        _keys.AsSpan(slot, moved).CopyTo(target._keys.AsSpan(first));
        _times.AsSpan(slot, moved).CopyTo(target._times.AsSpan(first));
        _players.AsSpan(slot, moved).CopyTo(target._players.AsSpan(first));
        Children.AsSpan(slot, moved).Clear();
        target.Count += moved;
        Count = slot;
        target.Place(first);
    }

    /// <summary>The lower bound of a child.</summary>
    public (long Key, long Time, int Player) Bound(int slot) => (_keys[slot], _times[slot], _players[slot]);

    public void SetBound(int slot, (long Key, long Time, int Player) bound) => (_keys[slot], _times[slot], _players[slot]) = bound;

    private void Place(int from)
    {
        for (int slot = from; slot < Count; slot++)
        {
            Children[slot].Parent = this;
            Children[slot].Slot = slot;
        }
    }
}
