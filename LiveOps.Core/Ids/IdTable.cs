using System.Numerics;
using System.Text;

namespace LiveOps.Core.Ids;

/// <summary>
/// Gives ids small numbers, so that state can live in arrays: open addressing over UTF-8 bytes kept in pages. Costs the id's own bytes plus
/// 16 to 27. Numbers start at 0 and are given again after <see cref="Remove"/>. Not thread-safe.
/// </summary>
public sealed class IdTable
{
    private const int PageSize = 1 << 16;
    private const int Free = 0, Removed = -1;

    private readonly ulong _spread = (ulong)Random.Shared.NextInt64() << 1 | 1;
    private readonly List<byte[]> _pages = [new byte[PageSize]];
    private readonly Stack<int> _freed = [];
    private int _pageUsed;

    // slot: number + 1, or Free, or Removed; the upper half holds 32 bits of the hash, so most misses touch no id.
    private ulong[] _slots = new ulong[16];
    private long[] _texts = new long[8]; // by number: page << 32 | offset << 8 | length; 0 when not in use
    private int _used; // slots not free

    /// <summary>How many ids it holds.</summary>
    public int Count { get; private set; }

    /// <summary>One more than the largest number ever given: the length for arrays indexed by number.</summary>
    public int End { get; private set; }

    /// <summary>How many bytes of memory it takes, removed ids included.</summary>
    public long Bytes => ((long)_pages.Count * PageSize) + ((long)_slots.Length * sizeof(ulong)) + ((long)_texts.Length * sizeof(long));

    /// <summary>Makes room for ids about to be added, so that the table does not grow, which costs more than adding, on the way.</summary>
    /// <param name="more">How many.</param>
    public void Reserve(int more)
    {
        int size = (int)BitOperations.RoundUpToPowerOf2((uint)((_used + (long)more) * 4 / 3 + 1));
        if (size > _slots.Length)
            Rehash(size);
        if (End + more > _texts.Length)
            Array.Resize(ref _texts, End + more);
    }

    /// <summary>What <see cref="Prefetch"/> wants to know of an id.</summary>
    public ulong HashOf(ReadOnlySpan<byte> id) => (ulong)IdHash.Of(id) * _spread;

    /// <summary>Asks for all that looking some ids up will touch: they wait for memory together, not one after the other.</summary>
    /// <param name="hashes">The ids' <see cref="HashOf"/>.</param>
    /// <param name="numbers">Filled in with the number that each has, but for a chance of 2^-32; -1 for none. Only to ask for more.</param>
    public void Prefetch(ReadOnlySpan<ulong> hashes, Span<int> numbers)
    {
        foreach (ulong hash in hashes)
            Ids.Prefetch.Of(in _slots[Home(hash)]);
        for (int i = 0; i < hashes.Length; i++)
            numbers[i] = Guess(hashes[i]);
        PrefetchTexts(numbers[..hashes.Length]);
    }

    /// <summary>Asks for the ids of some numbers in use; -1 stands for none.</summary>
    public void PrefetchTexts(ReadOnlySpan<int> numbers)
    {
        foreach (int number in numbers)
        {
            if (number >= 0)
                Ids.Prefetch.Of(in _texts[number]);
        }

        foreach (int number in numbers)
        {
            ReadOnlySpan<byte> text = number < 0 ? default : Utf8(number);
            if (text.IsEmpty)
                continue;
            Ids.Prefetch.Of(in text[0]);
            Ids.Prefetch.Of(in text[^1]);
        }
    }

    /// <summary>The id's number, or -1.</summary>
    public int Find(ReadOnlySpan<byte> id)
    {
        int slot = Locate(id, HashOf(id), out bool found);
        return found ? (int)(uint)_slots[slot] - 1 : -1;
    }

    /// <summary>The id's number; a new one when <paramref name="added"/>.</summary>
    public int GetOrAdd(ReadOnlySpan<byte> id, out bool added)
    {
        ulong hash = HashOf(id);
        int slot = Locate(id, hash, out bool found);
        added = !found;
        if (found)
            return (int)(uint)_slots[slot] - 1;
        if ((_used + 1) * 4L > _slots.Length * 3L)
        {
            Rehash(Count * 2L >= _slots.Length ? _slots.Length * 2 : _slots.Length); // the same size only drops what was removed
            slot = Locate(id, hash, out _);
        }

        int number = _freed.Count > 0 ? _freed.Pop() : End++;
        if (number >= _texts.Length)
            Array.Resize(ref _texts, _texts.Length * 2);
        _texts[number] = Keep(id);
        if ((int)(uint)_slots[slot] == Free)
            _used++;
        _slots[slot] = (hash >> 32) << 32 | (uint)(number + 1);
        Count++;
        return number;
    }

    /// <summary>The id of a number in use.</summary>
    public ReadOnlySpan<byte> Utf8(int number)
    {
        long text = _texts[number];
        return _pages[(int)(text >> 32)].AsSpan((int)(text >> 8) & 0xFFFFFF, (int)(text & 0xFF));
    }

    /// <summary>The id of a number in use.</summary>
    public string Text(int number) => Encoding.ASCII.GetString(Utf8(number));

    /// <summary>Whether a number is in use.</summary>
    public bool IsUsed(int number) => (uint)number < (uint)End && _texts[number] != 0;

    /// <summary>Forgets an id; its number may be given to another. False when it was not there.</summary>
    public bool Remove(ReadOnlySpan<byte> id)
    {
        int slot = Locate(id, HashOf(id), out bool found);
        if (!found)
            return false;
        int number = (int)(uint)_slots[slot] - 1;
        Span<byte> text = _pages[(int)(_texts[number] >> 32)].AsSpan((int)(_texts[number] >> 8) & 0xFFFFFF, (int)(_texts[number] & 0xFF));
        text.Clear(); // an erased id does not linger in memory
        _slots[slot] = unchecked((uint)Removed);
        _texts[number] = 0;
        _freed.Push(number);
        Count--;
        return true;
    }

    private int Home(ulong hash) => (int)(hash >> (64 - BitOperations.Log2((uint)_slots.Length)));

    private int Guess(ulong hash)
    {
        int mask = _slots.Length - 1;
        for (int at = Home(hash); _slots[at] is var slot && (int)(uint)slot != Free; at = (at + 1) & mask)
        {
            if (slot >> 32 == hash >> 32 && (int)(uint)slot != Removed)
                return (int)(uint)slot - 1;
        }

        return -1;
    }

    private int Locate(ReadOnlySpan<byte> id, ulong hash, out bool found)
    {
        int mask = _slots.Length - 1;
        int at = Home(hash);
        int reuse = -1;
        while (true)
        {
            ulong slot = _slots[at];
            int state = (int)(uint)slot;
            if (state == Free)
            {
                found = false;
                return reuse >= 0 ? reuse : at;
            }

            if (state == Removed)
            {
                if (reuse < 0)
                    reuse = at;
            }
            else if (slot >> 32 == hash >> 32 && Utf8(state - 1).SequenceEqual(id))
            {
                found = true;
                return at;
            }

            at = (at + 1) & mask;
        }
    }

    private void Rehash(int size)
    {
        ulong[] old = _slots;
        _slots = new ulong[size];
        _used = Count;
        int mask = _slots.Length - 1;
        foreach (ulong slot in old)
        {
            int state = (int)(uint)slot;
            if (state is Free or Removed)
                continue;
            int at = Home(HashOf(Utf8(state - 1)));
            while (_slots[at] != 0)
                at = (at + 1) & mask;
            _slots[at] = slot;
        }
    }

    // The bytes of removed ids are not used again: erasing is rare, and a restart from a snapshot packs them.
    private long Keep(ReadOnlySpan<byte> id)
    {
        if (_pageUsed + id.Length > PageSize)
        {
            _pages.Add(new byte[PageSize]);
            _pageUsed = 0;
        }

        id.CopyTo(_pages[^1].AsSpan(_pageUsed));
        long text = (long)(_pages.Count - 1) << 32 | (long)_pageUsed << 8 | (uint)id.Length;
        _pageUsed += id.Length;
        return text;
    }
}
