using System.Numerics;

namespace LiveOps.Leaderboard.Ranks;

/// <summary>
/// Which leaf holds a player's entry: open addressing over 8 bytes a slot (player + 1, leaf), at most 3/4 full, so 11 to 21 bytes an
/// entry, however few of all players have one. Deleting shifts back what was pushed on, so nothing is left to clean up.
/// </summary>
internal sealed class LeafIndex
{
    private ulong[] _slots;
    private int _shift;

    public LeafIndex(int expected = 0)
    {
        _slots = new ulong[Math.Max(8, BitOperations.RoundUpToPowerOf2((uint)(expected * 4L / 3 + 1)))];
        _shift = 64 - BitOperations.Log2((uint)_slots.Length);
    }

    public int Count { get; private set; }

    /// <summary>The leaf's number, or -1.</summary>
    public int Find(int player)
    {
        ulong slot = _slots[Locate(player)];
        return slot == 0 ? -1 : (int)(uint)slot;
    }

    /// <summary>Asks for the place of a player who is soon looked up or added.</summary>
    public void Prefetch(int player) => Core.Ids.Prefetch.Of(in _slots[Home(player)]);

    public void Set(int player, int leaf)
    {
        int at = Locate(player);
        if (_slots[at] == 0)
            Add(at, player, leaf);
        else
            _slots[at] = Slot(player, leaf);
    }

    /// <summary>Adds a player; false when there already.</summary>
    public bool TryAdd(int player, int leaf)
    {
        int at = Locate(player);
        if (_slots[at] != 0)
            return false;
        Add(at, player, leaf);
        return true;
    }

    public void Remove(int player)
    {
        int mask = _slots.Length - 1, hole = Locate(player);
        Count--;
        for (int at = (hole + 1) & mask; _slots[at] != 0; at = (at + 1) & mask)
        {
            int home = Home((int)(_slots[at] >> 32) - 1);
            if (((at - home) & mask) < ((at - hole) & mask))
                continue; // it may not move before where it belongs
            _slots[hole] = _slots[at];
            hole = at;
        }

        _slots[hole] = 0;
    }

    private static ulong Slot(int player, int leaf) => (ulong)(uint)(player + 1) << 32 | (uint)leaf;

    private void Add(int at, int player, int leaf)
    {
        if ((Count + 1) * 4L > _slots.Length * 3L)
        {
            Grow();
            at = Locate(player);
        }

        Count++;
        _slots[at] = Slot(player, leaf);
    }

    private int Home(int player) => (int)((ulong)(uint)player * 0x9E3779B97F4A7C15 >> _shift);

    private int Locate(int player)
    {
        int mask = _slots.Length - 1;
        int at = Home(player);
        while (_slots[at] != 0 && (int)(_slots[at] >> 32) != player + 1)
            at = (at + 1) & mask;
        return at;
    }

    private void Grow()
    {
        ulong[] old = _slots;
        _slots = new ulong[old.Length * 2];
        _shift--;
        foreach (ulong slot in old)
        {
            if (slot != 0)
                _slots[Locate((int)(slot >> 32) - 1)] = slot;
        }
    }
}
