using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;

namespace LiveOps.Core.Ids;

/// <summary>
/// A set of 128-bit ids by extendible hashing (Fagin, Nievergelt, Pippenger, Strong: ACM TODS 4(3), 1979): a directory of pages of 16 KiB, each
/// searched by open addressing and split in two when it is 3/4 full. So it grows by one page at a time: adding never waits for a table of
/// millions to be copied, nothing is left to the garbage collector, and no more memory is touched than is used: 21 to 43 bytes an id, 31 on
/// average. One thread adds; others may look up meanwhile, and may miss what is being added or moved.
/// </summary>
internal sealed unsafe class IdSet
{
    /// <summary>Bytes of an id as written.</summary>
    public const int IdBytes = 16;

    private const int SlotBits = 10, Slots = 1 << SlotBits, SplitAt = Slots * 3 / 4;
    private const int MaxDepth = 28;
    private const int AtOnce = 128;

    // Where an id lies depends on these: nobody outside can choose ids that fall together.
    private readonly ulong _low = (ulong)Random.Shared.NextInt64(), _high = (ulong)Random.Shared.NextInt64();

    // Where the pages lie, by the upper bits of the place; a page is there 2^(depth of the directory - its own) times, side by side. Behind its
    // slots is one more for its count and its depth; a free slot is zero. As pointers: to check an index, or for null, would touch a page's
    // header, and so wait for memory before the slot is even asked for. The pages live in slabs, and those as long as the set.
    private nint[] _directory = [];
    private readonly List<Slab> _slabs = [];
    private readonly UInt128[] _moving = new UInt128[SplitAt];

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
        bool found = *Find(PageOf(directory, place), id, place) == id;
        GC.KeepAlive(this); // and with it the slabs
        return found;
    }

    /// <summary>Asks for the place of an id that is soon looked up or added; see <see cref="Ids.Prefetch"/>.</summary>
    public void Prefetch(UInt128 id)
    {
        nint[] directory = _directory;
        if (directory.Length == 0)
            return;
        ulong place = Place(NotZero(id));
        Ids.Prefetch.Of(in PageOf(directory, place)[Home(place)]);
        GC.KeepAlive(this);
    }

    /// <summary>Adds an id that is not there.</summary>
    public void Add(UInt128 id)
    {
        id = NotZero(id);
        ulong place = Place(id);
        if (_directory.Length == 0)
            Volatile.Write(ref _directory, [(nint)NewPage(0)]);
        UInt128* page = PageOf(_directory, place);
        while (CountOf(page) >= SplitAt)
        {
            Split(page, place);
            page = PageOf(_directory, place);
        }

        *Find(page, id, place) = id;
        page[Slots]++;
        Count++;
    }

    /// <summary>Writes the ids, the upper half of each first.</summary>
    public void Save(BinaryWriter writer)
    {
        byte[] bytes = ArrayPool<byte>.Shared.Rent(Slots * IdBytes);
        for (int at = 0; at < _directory.Length; at += Span((UInt128*)_directory[at]))
            writer.Write(bytes, 0, CopyTo(bytes, (UInt128*)_directory[at]));
        ArrayPool<byte>.Shared.Return(bytes);
    }

    /// <summary>Writes the ids in parts, each with its count before it, the last of none. Others may add meanwhile: whether it is written is open.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="gate">Held by whoever adds; here for a page at a time.</param>
    public void SaveParts(BinaryWriter writer, Lock gate)
    {
        byte[] bytes = ArrayPool<byte>.Shared.Rent(Slots * IdBytes);
        ulong place = 0; // pages split and the directory doubles meanwhile, but what lies before a place stays before it
        for (bool more = true; more;)
        {
            int length = 0;
            lock (gate)
            {
                more = _directory.Length > 0;
                if (more)
                {
                    UInt128* page = PageOf(_directory, place);
                    length = CopyTo(bytes, page);
                    more = DepthOf(page) > 0 && (place += 1UL << (64 - DepthOf(page))) != 0; // behind the last place comes 0
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
                Prefetch(ids[i]);
            }

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

    private static int Home(ulong place) => (int)place & (Slots - 1);

    private static UInt128* PageOf(nint[] directory, ulong place) =>
        (UInt128*)directory[(int)(place >> 32 >> (32 - BitOperations.Log2((uint)directory.Length)))];

    // The slot of the id, or the free one where it belongs: there is one, a quarter of them are free.
    private static UInt128* Find(UInt128* page, UInt128 id, ulong place)
    {
        int at = Home(place);
        while (page[at] != UInt128.Zero && page[at] != id)
            at = (at + 1) & (Slots - 1);
        return page + at;
    }

    private static int CountOf(UInt128* page) => (int)(ulong)page[Slots];

    private static int DepthOf(UInt128* page) => (int)(ulong)(page[Slots] >> 64);

    // How many places of the directory a page takes.
    private int Span(UInt128* page) => _directory.Length >> DepthOf(page);

    // Cleared here, from end to end: the kernel would else hand each part of it over twice, for the first read and for the first write.
    private UInt128* NewPage(int depth)
    {
        const int bytes = (Slots + 1) * IdBytes;
        UInt128* page = _slabs.Count == 0 ? null : (UInt128*)_slabs[^1].TryTake(bytes);
        if (page is null)
        {
            _slabs.Add(new Slab(huge: _slabs.Count > 0)); // few ids are to take little memory
            page = (UInt128*)_slabs[^1].TryTake(bytes);
        }

        new Span<UInt128>(page, Slots).Clear();
        page[Slots] = new UInt128((ulong)depth, 0);
        return page;
    }

    // The upper half of its places moves to a new page. Whoever looks up meanwhile may miss what is on its way.
    private void Split(UInt128* page, ulong place)
    {
        int depth = DepthOf(page) + 1;
        if (depth > MaxDepth)
            throw new InvalidOperationException("more ids fall together than chance allows");
        int count = 0;
        foreach (UInt128 id in new ReadOnlySpan<UInt128>(page, Slots))
        {
            if (id != UInt128.Zero)
                _moving[count++] = id;
        }

        UInt128* upper = NewPage(depth);
        new Span<UInt128>(page, Slots).Clear();
        page[Slots] = new UInt128((ulong)depth, 0);
        foreach (UInt128 id in _moving.AsSpan(0, count))
        {
            ulong at = Place(id);
            UInt128* to = (at >> (64 - depth) & 1) == 0 ? page : upper;
            *Find(to, id, at) = id;
            to[Slots]++;
        }

        nint[] directory = _directory;
        if (directory.Length < 1 << depth)
        {
            directory = new nint[_directory.Length * 2];
            for (int i = 0; i < directory.Length; i++)
                directory[i] = _directory[i >> 1];
        }

        int each = directory.Length >> depth;
        Volatile.WriteBarrier(); // nobody finds the page before what is in it
        directory.AsSpan((int)(place >> (64 - depth) | 1) * each, each).Fill((nint)upper);
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
