using System.Numerics;
using System.Runtime.CompilerServices;
using LiveOps.Core.Ids;
using LiveOps.Fairness.Conduct;

namespace LiveOps.Fairness.Players;

/// <summary>
/// A shard's players by the hash of their id: slots in pages that never move or over-allocate, found through an open-addressing index of
/// 4 bytes an entry (24 bits of number, 8 of hash, so that a foreign slot is rarely touched). 64 bytes a player and 5 to 11 for the index.
/// </summary>
internal sealed class PlayerTable
{
    public const int PageBits = 8;
    public const int PageMask = (1 << PageBits) - 1;

    private const int NumberMask = (1 << 24) - 1;

    // Spreads ids that were chosen to fall together.
    private readonly ulong _spread = (ulong)Random.Shared.NextInt64() << 1 | 1;
    private readonly Stack<int> _free = [];
    private PlayerSlot[][] _pages = [];
    private uint[] _index = new uint[16]; // 8 bits of hash | number + 1; 0 is free

    public int Count { get; private set; }

    /// <summary>One more than the largest number given.</summary>
    public int End { get; private set; }

    public ref PlayerSlot this[int number] => ref _pages[number >> PageBits][number & PageMask];

    /// <summary>The player's number, or -1.</summary>
    public int Find(UInt128 id) => (int)(_index[Locate(id)] & NumberMask) - 1;

    /// <summary>Asks for the entry of the index where a search for a player begins; also while another thread changes the table.</summary>
    public void PrefetchEntry(UInt128 id)
    {
        uint[] index = Volatile.Read(ref _index);
        Prefetch.Of(in index[Home(Spread(id), index)]);
    }

    /// <summary>
    /// A player's number, as far as the entry where a search begins tells: nearly always theirs, or else somebody's, or -1; also while another
    /// thread changes the table. Only to ask for what will be needed.
    /// </summary>
    public int Guess(UInt128 id)
    {
        uint[] index = Volatile.Read(ref _index);
        return (int)(index[Home(Spread(id), index)] & NumberMask) - 1;
    }

    /// <summary>Asks for a slot; also while another thread changes the table.</summary>
    public void PrefetchSlot(int number)
    {
        ref PlayerSlot slot = ref Guessed(number);
        if (Unsafe.IsNullRef(ref slot))
            return;
        Prefetch.Of(in slot.High);
        Prefetch.Of(in slot.Recorded); // it may lie on two lines
    }

    /// <summary>Where somebody's score histories lie, to ask for them too; also while another thread changes the table.</summary>
    public int ScoresOf(int number)
    {
        ref PlayerSlot slot = ref Guessed(number);
        return Unsafe.IsNullRef(ref slot) ? 0 : slot.Scores;
    }

    private ref PlayerSlot Guessed(int number)
    {
        PlayerSlot[][] pages = Volatile.Read(ref _pages);
        if (number < 0 || number >> PageBits >= pages.Length || pages[number >> PageBits] is not { } page)
            return ref Unsafe.NullRef<PlayerSlot>();
        return ref page[number & PageMask];
    }

    /// <summary>The player's number; a clean slot when <paramref name="added"/>.</summary>
    public int GetOrAdd(UInt128 id, out bool added)
    {
        int at = Locate(id);
        int number = (int)(_index[at] & NumberMask) - 1;
        added = number < 0;
        return added ? Add(id, at) : number;
    }

    /// <summary>Forgets a player. Their score histories must be freed before.</summary>
    public void Remove(int number)
    {
        ref PlayerSlot slot = ref this[number];
        int hole = Locate(slot.Id), mask = _index.Length - 1;
        slot = default;
        _free.Push(number);
        Count--;

        // Moves back what probed past the hole, so that no tombstones are needed.
        for (int at = (hole + 1) & mask; _index[at] != 0; at = (at + 1) & mask)
        {
            int home = Home(Spread(this[(int)(_index[at] & NumberMask) - 1].Id));
            if (((at - home) & mask) >= ((at - hole) & mask))
            {
                _index[hole] = _index[at];
                hole = at;
            }
        }

        _index[hole] = 0;
    }

    private int Add(UInt128 id, int at)
    {
        if ((Count + 1) * 4L > _index.Length * 3L)
        {
            Grow();
            at = Locate(id);
        }

        if (!_free.TryPop(out int number))
            number = End++;
        if (number >= NumberMask)
            throw new InvalidOperationException("a shard holds at most 16 million players");
        if (number >> PageBits >= _pages.Length)
        {
            int page = _pages.Length;
            Array.Resize(ref _pages, page + 1);
            _pages[page] = new PlayerSlot[1 << PageBits];
        }

        this[number] = new PlayerSlot { High = (ulong)(id >> 64), Low = (ulong)id, Used = true };
        _index[at] = Tag(Spread(id)) | (uint)(number + 1);
        Count++;
        return number;
    }

    private int Locate(UInt128 id)
    {
        ulong hash = Spread(id);
        uint tag = Tag(hash);
        int mask = _index.Length - 1;
        for (int at = Home(hash); ; at = (at + 1) & mask)
        {
            uint entry = _index[at];
            if (entry == 0)
                return at;
            if ((entry & ~(uint)NumberMask) != tag)
                continue;
            ref PlayerSlot slot = ref this[(int)(entry & NumberMask) - 1];
            if (slot.Low == (ulong)id && slot.High == (ulong)(id >> 64))
                return at;
        }
    }

    private void Grow()
    {
        uint[] old = _index;
        _index = new uint[old.Length * 2];
        int mask = _index.Length - 1;
        foreach (uint entry in old)
        {
            if (entry == 0)
                continue;
            int at = Home(Spread(this[(int)(entry & NumberMask) - 1].Id));
            while (_index[at] != 0)
                at = (at + 1) & mask;
            _index[at] = entry;
        }
    }

    private ulong Spread(UInt128 id) => ((ulong)id ^ BitOperations.RotateLeft((ulong)(id >> 64), 32)) * _spread;

    private int Home(ulong hash) => Home(hash, _index);

    private static int Home(ulong hash, uint[] index) => (int)(hash >> (64 - BitOperations.Log2((uint)index.Length)));

    private static uint Tag(ulong hash) => (uint)(hash >> 8) & ~(uint)NumberMask; // bits 32 to 39, below those that say where
}
