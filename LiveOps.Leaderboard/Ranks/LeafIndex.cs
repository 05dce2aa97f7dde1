using System.Numerics;

namespace LiveOps.Leaderboard.Ranks;

/// <summary>
/// Which leaf holds a player's entry, and its key: open addressing over 16 bytes a slot, at most 3/4 full, so 21 to 43 bytes an entry, however few
/// of all players have one. The key is here once more because most scores change nothing: that is seen from one cache line. Deleting
/// shifts back what was pushed on, so nothing is left to clean up.
/// </summary>
internal sealed class LeafIndex
{
    private Slot[] _slots;
    private int _shift;

    public LeafIndex(int expected = 0)
    {
        _slots = new Slot[Math.Max(8, BitOperations.RoundUpToPowerOf2((uint)(expected * 4L / 3 + 1)))];
        _shift = 64 - BitOperations.Log2((uint)_slots.Length);
    }

    public int Count { get; private set; }

    /// <summary>How many bytes of memory it takes.</summary>
    public long Bytes => 16L * _slots.Length;

    /// <summary>The leaf's number, or -1.</summary>
    public int Find(int player) => Find(player, out _);

    /// <summary>The leaf's number, and the key; -1 when there is none.</summary>
    public int Find(int player, out long key)
    {
        ref Slot slot = ref _slots[Locate(player)];
        key = slot.Key;
        return slot.Owner == 0 ? -1 : slot.Leaf;
    }

    /// <summary>Asks for the place of a player who is soon looked up or added.</summary>
    public void Prefetch(int player) => Core.Ids.Prefetch.Of(in _slots[Home(player)]);

    public void Set(int player, int leaf, long key)
    {
        int at = Locate(player);
        if (_slots[at].Owner == 0)
            Add(at, player, leaf, key);
        else
            (_slots[at].Leaf, _slots[at].Key) = (leaf, key);
    }

    /// <summary>These players' entries, who all have one, are in another leaf now.</summary>
    public void Move(ReadOnlySpan<int> players, int leaf)
    {
        foreach (int player in players)
            Prefetch(player);
        foreach (int player in players)
            _slots[Locate(player)].Leaf = leaf;
    }

    /// <summary>Adds a player; false when there already.</summary>
    public bool TryAdd(int player, int leaf, long key)
    {
        int at = Locate(player);
        if (_slots[at].Owner != 0)
            return false;
        Add(at, player, leaf, key);
        return true;
    }

    public void Remove(int player)
    {
        int mask = _slots.Length - 1, hole = Locate(player);
        Count--;
        for (int at = (hole + 1) & mask; _slots[at].Owner != 0; at = (at + 1) & mask)
        {
            int home = Home(_slots[at].Owner - 1);
            if (((at - home) & mask) < ((at - hole) & mask))
                continue; // it may not move before where it belongs
            _slots[hole] = _slots[at];
            hole = at;
        }

        _slots[hole] = default;
    }

    private void Add(int at, int player, int leaf, long key)
    {
        if ((Count + 1) * 4L > _slots.Length * 3L)
        {
            Grow();
            at = Locate(player);
        }

        Count++;
        _slots[at] = new Slot { Owner = player + 1, Leaf = leaf, Key = key };
    }

    private int Home(int player) => (int)((ulong)(uint)player * 0x9E3779B97F4A7C15 >> _shift);

    private int Locate(int player)
    {
        int mask = _slots.Length - 1;
        int at = Home(player);
        while (_slots[at].Owner != 0 && _slots[at].Owner != player + 1)
            at = (at + 1) & mask;
        return at;
    }

    private void Grow()
    {
        Slot[] old = _slots;
        _slots = new Slot[old.Length * 2];
        _shift--;
        foreach (Slot slot in old)
        {
            if (slot.Owner != 0)
                _slots[Locate(slot.Owner - 1)] = slot;
        }
    }

    private struct Slot
    {
        public int Owner; // player + 1; 0 is free
        public int Leaf;
        public long Key;
    }
}
