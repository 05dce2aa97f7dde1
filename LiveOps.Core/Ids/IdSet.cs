using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;

namespace LiveOps.Core.Ids;

/// <summary>
/// A set of 128-bit ids by extendible hashing (Fagin, Nievergelt, Pippenger, Strong: ACM TODS 4(3), 1979): a directory of pages of 16 KiB, each
/// searched by open addressing from the start of a cache line on, and split in two when an id finds no place within <see cref="MostLines"/>: at 72 %
/// on average. So it grows by one page at a time: adding never waits for a table of millions to be copied, nothing is left to the garbage collector,
/// and no more memory is touched than is used: about 32 bytes an id, between 22 and 45. One thread adds; others may look up meanwhile, and may miss
/// what is being added or moved.
/// </summary>
internal sealed unsafe class IdSet
{
    /// <summary>Bytes of an id as written.</summary>
    public const int IdBytes = 16;

    private const int SlotBits = 10, Slots = 1 << SlotBits, PageBytes = Slots * IdBytes;
    private const int SlotsPerLine = 4, MostLines = 8;
    private const int MaxDepth = 28;
    private const int AtOnce = 128;

    // Where an id lies depends on these: nobody outside can choose ids that fall together.
    private readonly ulong _low = (ulong)Random.Shared.NextInt64(), _high = (ulong)Random.Shared.NextInt64();

    // Where the pages lie, by the upper bits of the place; a page is there 2^(depth of the directory - its own) times, side by side. Pages lie at
    // multiples of their size, and the lowest bits hold their depth. As pointers: to check an index, or for null, would touch a page's header, and
    // so wait for memory before the slot is even asked for. A free slot is zero. The pages live in slabs, and those as long as the set.
    private nint[] _directory = [];
    private readonly List<Slab> _slabs = [];
    private readonly UInt128[] _moving = new UInt128[Slots];

    /// <summary>How many ids it holds.</summary>
    public int Count { get; private set; }

    /// <summary>Whether an id is there.</summary>
    public bool Contains(UInt128 id)
    {
        nint[] directory = Volatile.Read(ref _directory);
        if (directory.Length == 0)
            return false;
        id = NotZero(id);
        ulong place = Place(id);
        UInt128* slot = Find(PageOf(directory[Entry(directory, place)]), id, place);
        bool found = slot != null && *slot == id;
        GC.KeepAlive(this); // and with it the slabs
        return found;
    }

    /// <summary>Asks for the places of some ids that are soon looked up or added; see <see cref="Ids.Prefetch"/>.</summary>
    public void Prefetch(ReadOnlySpan<UInt128> ids)
    {
        nint[] directory = Volatile.Read(ref _directory);
        if (directory.Length == 0)
            return;
        foreach (UInt128 id in ids)
            Ids.Prefetch.Of(in directory[Entry(directory, Place(NotZero(id)))]);
        foreach (UInt128 id in ids)
        {
            ulong place = Place(NotZero(id));
            Ids.Prefetch.Of(in PageOf(directory[Entry(directory, place)])[Home(place)]);
        }

        GC.KeepAlive(this);
    }

    /// <summary>Adds an id that is not there.</summary>
    public void Add(UInt128 id)
    {
        id = NotZero(id);
        ulong place = Place(id);
        if (_directory.Length == 0)
            Volatile.Write(ref _directory, [(nint)NewPage()]);
        UInt128* slot = Find(PageOf(_directory[Entry(_directory, place)]), id, place);
        for (; slot == null; slot = Find(PageOf(_directory[Entry(_directory, place)]), id, place))
            Split(place);
        *slot = id;
        Count++;
    }

    /// <summary>Writes the ids, the upper half of each first.</summary>
    public void Save(BinaryWriter writer)
    {
        byte[] bytes = ArrayPool<byte>.Shared.Rent(PageBytes);
        for (int at = 0; at < _directory.Length; at += _directory.Length >> DepthOf(_directory[at]))
            writer.Write(bytes, 0, CopyTo(bytes, PageOf(_directory[at])));
        ArrayPool<byte>.Shared.Return(bytes);
    }

    /// <summary>Writes the ids in parts, each with its count before it, the last of none. Others may add meanwhile: whether it is written is open.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="gate">Held by whoever adds; here for a page at a time.</param>
    public void SaveParts(BinaryWriter writer, Lock gate)
    {
        byte[] bytes = ArrayPool<byte>.Shared.Rent(PageBytes);
        ulong place = 0; // pages split and the directory doubles meanwhile, but what lies before a place stays before it
        for (bool more = true; more;)
        {
            int length = 0;
            lock (gate)
            {
                more = _directory.Length > 0;
                if (more)
                {
                    nint entry = _directory[Entry(_directory, place)];
                    length = CopyTo(bytes, PageOf(entry));
                    more = DepthOf(entry) > 0 && (place += 1UL << (64 - DepthOf(entry))) != 0; // behind the last place comes 0
                }
            }

            if (length > 0)
            {
                writer.Write(length / IdBytes);
                writer.Write(bytes, 0, length);
            }
        }

        writer.Write(0);
        ArrayPool<byte>.Shared.Return(bytes);
    }

    /// <summary>Adds what <see cref="Save"/> wrote.</summary>
    public void Load(BinaryReader reader, int count)
    {
        Span<byte> bytes = stackalloc byte[AtOnce * IdBytes];
        Span<UInt128> ids = stackalloc UInt128[AtOnce];
        for (; count > 0; count -= ids.Length)
        {
            ids = ids[..Math.Min(ids.Length, count)];
            bytes = bytes[..(ids.Length * IdBytes)];
            reader.BaseStream.ReadExactly(bytes);
            for (int i = 0; i < ids.Length; i++)
            {
                ReadOnlySpan<byte> id = bytes.Slice(i * IdBytes, IdBytes);
                ids[i] = new UInt128(BinaryPrimitives.ReadUInt64LittleEndian(id), BinaryPrimitives.ReadUInt64LittleEndian(id[8..]));
            }

            Prefetch(ids);
            foreach (UInt128 id in ids)
                Add(id);
        }
    }

    /// <summary>Adds what <see cref="SaveParts"/> wrote.</summary>
    public void LoadParts(BinaryReader reader)
    {
        while (reader.ReadInt32() is var count and > 0)
            Load(reader, count);
    }

    private static UInt128 NotZero(UInt128 id) => id == UInt128.Zero ? UInt128.One : id;

    private ulong Place(UInt128 id)
    {
        ulong high = Math.BigMul((ulong)id ^ _low, (ulong)(id >> 64) ^ _high, out ulong low);
        return high ^ low;
    }

    // The upper bits of a place say which page; the lower ones which cache line of it.
    private static int Entry(nint[] directory, ulong place) => (int)(place >> 32 >> (32 - BitOperations.Log2((uint)directory.Length)));

    private static int Home(ulong place) => (int)place & (Slots - SlotsPerLine);

    private static UInt128* PageOf(nint entry) => (UInt128*)(entry & -PageBytes);

    private static int DepthOf(nint entry) => (int)entry & (PageBytes - 1);

    // The slot of the id, or the free one where it belongs; null when it is not there and finds no place.
    private static UInt128* Find(UInt128* page, UInt128 id, ulong place)
    {
        int home = Home(place);
        for (int at = home; at < home + MostLines * SlotsPerLine; at++)
        {
            UInt128* slot = page + (at & (Slots - 1));
            if (*slot == UInt128.Zero || *slot == id)
                return slot;
        }

        return null;
    }

    // Cleared here, from end to end: the kernel would else hand each part of it over twice, for the first read and for the first write.
    private UInt128* NewPage()
    {
        var page = (UInt128*)(_slabs.Count == 0 ? null : _slabs[^1].TryTake(PageBytes));
        if (page is null)
        {
            _slabs.Add(new Slab(huge: _slabs.Count > 0)); // few ids are to take little memory
            page = (UInt128*)_slabs[^1].TryTake(PageBytes);
        }

        new Span<UInt128>(page, Slots).Clear();
        return page;
    }

    // Of the page of a place: the upper half of its places moves to a new one. Whoever looks up meanwhile may miss what is on its way.
    private void Split(ulong place)
    {
        nint entry = _directory[Entry(_directory, place)];
        UInt128* lower = PageOf(entry), upper = NewPage();
        int depth = DepthOf(entry) + 1;
        if (depth > MaxDepth)
            throw new InvalidOperationException("more ids fall together than chance allows");

        // In the order they lie in, from a free slot on: so each one's place, at the latest where it lay, is free when its turn comes.
        int start = new ReadOnlySpan<UInt128>(lower, Slots).IndexOf(UInt128.Zero), count = 0;
        for (int at = start + 1; at <= start + Slots; at++)
        {
            if (lower[at & (Slots - 1)] is var id && id != UInt128.Zero)
                _moving[count++] = id;
        }

        new Span<UInt128>(lower, Slots).Clear();
        foreach (UInt128 id in _moving.AsSpan(0, count))
        {
            ulong at = Place(id);
            *Find((at >> (64 - depth) & 1) == 0 ? lower : upper, id, at) = id;
        }

        nint[] directory = _directory;
        if (directory.Length < 1 << depth)
        {
            directory = new nint[_directory.Length * 2];
            for (int i = 0; i < directory.Length; i++)
                directory[i] = _directory[i >> 1];
        }

        int each = directory.Length >> depth, first = (int)(place >> (64 - depth) & ~1UL) * each;
        Volatile.WriteBarrier(); // nobody finds the new page before what is in it
        directory.AsSpan(first, each).Fill((nint)lower | depth);
        directory.AsSpan(first + each, each).Fill((nint)upper | depth);
        Volatile.Write(ref _directory, directory);
    }

    private static int CopyTo(Span<byte> bytes, UInt128* page)
    {
        int length = 0;
        foreach (UInt128 id in new ReadOnlySpan<UInt128>(page, Slots))
        {
            if (id == UInt128.Zero)
                continue;
            BinaryPrimitives.WriteUInt64LittleEndian(bytes[length..], (ulong)(id >> 64));
            BinaryPrimitives.WriteUInt64LittleEndian(bytes[(length + 8)..], (ulong)id);
            length += IdBytes;
        }

        return length;
    }
}
