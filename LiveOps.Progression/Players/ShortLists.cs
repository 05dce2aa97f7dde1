using System.Numerics;
using System.Runtime.CompilerServices;

namespace LiveOps.Progression.Players;

/// <summary>
/// Millions of short lists without an object each (24 bytes of header apiece, and a reference for the collector to follow): blocks of
/// 1, 2, 4, … entries cut from pages; a list that outgrows its block moves to one of twice the size, and its block is given to another.
/// </summary>
internal sealed class ShortLists<T> where T : struct
{
    /// <summary>The most entries of one list.</summary>
    public const int MaxLength = 1 << Shift;

    private const int Shift = 14;
    private const int Mask = MaxLength - 1;

    private readonly List<T[]> _pages = [];
    private readonly Stack<int>[] _free = [.. Enumerable.Range(0, Shift + 1).Select(_ => new Stack<int>())];
    private int _end = MaxLength; // within the last page: full, there is none yet

    /// <summary>How many bytes of memory they take.</summary>
    public long Bytes => (long)_pages.Count * MaxLength * Unsafe.SizeOf<T>();

    /// <summary>The entries, valid until the next change.</summary>
    public Span<T> Of(ShortList list) => list.Count == 0 ? default : _pages[list.Start >> Shift].AsSpan(list.Start & Mask, list.Count);

    /// <summary>Asks for the entries, the first ones of many.</summary>
    public void Prefetch(ShortList list)
    {
        const int line = 64, lines = 8;
        Span<T> entries = Of(list);
        for (int at = 0; at < Math.Min(entries.Length, lines * line / Unsafe.SizeOf<T>()); at += line / Unsafe.SizeOf<T>())
            Core.Ids.Prefetch.Of(in entries[at]);
    }

    /// <summary>Appends an entry. The list must be shorter than <see cref="MaxLength"/>.</summary>
    public void Add(ref ShortList list, T entry)
    {
        int count = list.Count;
        if (BitOperations.IsPow2(count) || count == 0)
            Grow(ref list, count == 0 ? 0 : BitOperations.Log2((uint)count) + 1);
        list.Count++;
        Of(list)[count] = entry;
    }

    /// <summary>Empties the list and gives its block back.</summary>
    public void Clear(ref ShortList list)
    {
        if (list.Count > 0)
        {
            Of(list).Clear();
            _free[BitOperations.Log2(BitOperations.RoundUpToPowerOf2((uint)list.Count))].Push(list.Start);
        }

        list = default;
    }

    private void Grow(ref ShortList list, int sizeClass)
    {
        int start = Take(sizeClass);
        var grown = new ShortList { Start = start, Count = list.Count };
        Of(list).CopyTo(Of(grown));
        Clear(ref list);
        list = grown;
    }

    private int Take(int sizeClass)
    {
        if (_free[sizeClass].TryPop(out int start))
            return start;
        int size = 1 << sizeClass;
        if (_end + size > MaxLength)
        {
            // The rest of the page becomes free blocks, largest first.
            for (int left = MaxLength - _end; left > 0; left = MaxLength - _end)
            {
                int part = BitOperations.Log2((uint)left);
                _free[part].Push(((_pages.Count - 1) << Shift) + _end);
                _end += 1 << part;
            }

            _pages.Add(new T[MaxLength]);
            _end = 0;
        }

        start = ((_pages.Count - 1) << Shift) + _end;
        _end += size;
        return start;
    }
}

/// <summary>Where a list of <see cref="ShortLists{T}"/> lies; <c>default</c> is an empty one.</summary>
internal struct ShortList
{
    public int Start;
    public int Count;
}
