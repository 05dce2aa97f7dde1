using System.Buffers.Binary;
using System.Numerics;

namespace LiveOps.Core.Ids;

/// <summary>
/// Remembers ids for a stated time within a stated memory, as 128-bit hashes in two generations: a new generation starts when the
/// current one is half the time old or holds half the ids, and the one before the last is forgotten. So an id is remembered for at
/// least half of <c>remember</c>, unless more than half of <c>capacity</c> others came after it. Costs 16 bytes an id over a load of at most
/// 3/4, so 21 to 43 bytes. Time comes from the caller, so that replaying a journal remembers the same ids. Not thread-safe.
/// </summary>
public sealed class RecentIds
{
    private readonly long _halfLife;
    private readonly int _halfCapacity;

    // Spreads ids that were chosen to fall together: what is stored is the same everywhere, where it is stored is not.
    private readonly ulong _spread = (ulong)Random.Shared.NextInt64() << 1 | 1;
    private Generation _current, _previous;

    /// <param name="remember">How long; at least twice the longest redelivery.</param>
    /// <param name="capacity">How many ids at the most, over both generations.</param>
    public RecentIds(TimeSpan remember, int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(remember, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 2);
        _halfLife = remember.Ticks / 2;
        _halfCapacity = capacity / 2;
        _current = new Generation(0);
        _previous = new Generation(0);
    }

    /// <summary>How many ids are remembered.</summary>
    public int Count => _current.Count + _previous.Count;

    /// <summary>Whether the id is remembered.</summary>
    public bool Contains(UInt128 id) => _current.Contains(id, _spread) || _previous.Contains(id, _spread);

    /// <summary>Asks for the places of an id that is soon looked up or added; see <see cref="Ids.Prefetch"/>.</summary>
    public void Prefetch(UInt128 id)
    {
        ulong place = Generation.Place(id, _spread);
        _current.Prefetch(place);
        _previous.Prefetch(place);
    }

    /// <summary>Which of the ids are remembered.</summary>
    /// <param name="ids">Any number.</param>
    /// <param name="known">Set for those that are; others are left alone.</param>
    /// <returns>How many.</returns>
    public int MarkKnown(ReadOnlySpan<UInt128> ids, Span<bool> known)
    {
        foreach (UInt128 id in ids)
            Prefetch(id);
        int count = 0;
        for (int i = 0; i < ids.Length; i++)
        {
            if (Contains(ids[i]))
            {
                known[i] = true;
                count++;
            }
        }

        return count;
    }

    /// <summary>Remembers an id; false when it was remembered already.</summary>
    /// <param name="id">See <see cref="IdHash"/>.</param>
    /// <param name="now">Unix time in ticks of 100 ns, from the record at hand.</param>
    public bool Add(UInt128 id, long now)
    {
        if (Contains(id))
            return false;
        if (_current.Count >= _halfCapacity || now - _current.StartedAt >= _halfLife)
        {
            if (_current.Count > 0)
                _previous = _current;
            _current = new Generation(now);
        }

        _current.Add(id, _spread);
        return true;
    }

    /// <summary>Writes all ids.</summary>
    public void Save(BinaryWriter writer)
    {
        _previous.Save(writer);
        _current.Save(writer);
    }

    /// <summary>Replaces all ids with saved ones.</summary>
    public void Load(BinaryReader reader)
    {
        _previous = Generation.Load(reader, _spread);
        _current = Generation.Load(reader, _spread);
    }

    private sealed class Generation(long startedAt)
    {
        // Each shard grows by itself: doubling one table of millions of ids would hold everybody up for as long as a second.
        private const int ShardBits = 8;
        private const int LoadedAtOnce = 128, IdBytes = 16;

        private readonly Shard[] _shards = new Shard[1 << ShardBits];

        public long StartedAt { get; } = startedAt;

        public int Count { get; private set; }

        public bool Contains(UInt128 id, ulong spread)
        {
            ulong place = Place(id, spread);
            return _shards[place >> (64 - ShardBits)].Contains(id, place << ShardBits);
        }

        public void Add(UInt128 id, ulong spread)
        {
            ulong place = Place(id, spread);
            _shards[place >> (64 - ShardBits)].Add(id, place << ShardBits, spread);
            Count++;
        }

        public void Save(BinaryWriter writer)
        {
            writer.Write(StartedAt);
            writer.Write(Count);
            foreach (Shard shard in _shards)
                shard.Save(writer);
        }

        public static Generation Load(BinaryReader reader, ulong spread)
        {
            var generation = new Generation(reader.ReadInt64());
            int count = reader.ReadInt32();
            foreach (ref Shard shard in generation._shards.AsSpan())
                shard = new Shard(count >> ShardBits);
            Span<byte> bytes = stackalloc byte[LoadedAtOnce * IdBytes];
            Span<UInt128> ids = stackalloc UInt128[LoadedAtOnce];
            for (; count > 0; count -= ids.Length)
            {
                ids = ids[..Math.Min(ids.Length, count)];
                bytes = bytes[..(ids.Length * IdBytes)];
                reader.BaseStream.ReadExactly(bytes);
                for (int i = 0; i < ids.Length; i++)
                {
                    ReadOnlySpan<byte> id = bytes.Slice(i * IdBytes, IdBytes);
                    ids[i] = new UInt128(BinaryPrimitives.ReadUInt64LittleEndian(id), BinaryPrimitives.ReadUInt64LittleEndian(id[8..]));
                    generation.Prefetch(Place(ids[i], spread));
                }

                foreach (UInt128 id in ids)
                    generation.Add(id, spread);
            }

            return generation;
        }

        public void Prefetch(ulong place) => _shards[place >> (64 - ShardBits)].Prefetch(place << ShardBits);

        // The upper bits choose the shard, those below them the slot.
        public static ulong Place(UInt128 id, ulong spread) => ((ulong)id ^ (ulong)(id >> 64)) * spread;

        private struct Shard
        {
            private UInt128[]? _slots;
            private int _count;
            private bool _hasZero;

            public Shard(int expected) => _slots = expected == 0 ? null : new UInt128[BitOperations.RoundUpToPowerOf2((uint)expected * 3 / 2 + 16)];

            public readonly void Prefetch(ulong place)
            {
                if (_slots is { } slots)
                    Ids.Prefetch.Of(in slots[(int)(place >> (64 - BitOperations.Log2((uint)slots.Length)))]);
            }

            public readonly bool Contains(UInt128 id, ulong place)
            {
                if (_slots is null)
                    return _hasZero && id == UInt128.Zero;
                return id == UInt128.Zero ? _hasZero : _slots[Find(_slots, id, place)] == id;
            }

            public void Add(UInt128 id, ulong place, ulong spread)
            {
                if (id == UInt128.Zero)
                {
                    _hasZero = true;
                    return;
                }

                _slots ??= new UInt128[16];
                if (++_count * 4L > _slots.Length * 3L)
                    Grow(spread);
                _slots[Find(_slots, id, place)] = id;
            }

            public readonly void Save(BinaryWriter writer)
            {
                if (_hasZero)
                    Write(writer, UInt128.Zero);
                foreach (UInt128 id in _slots ?? [])
                {
                    if (id != UInt128.Zero)
                        Write(writer, id);
                }
            }

            // The slot of the id, or the free one where it belongs.
            private static int Find(UInt128[] slots, UInt128 id, ulong place)
            {
                int mask = slots.Length - 1;
                int at = (int)(place >> (64 - BitOperations.Log2((uint)slots.Length)));
                while (slots[at] != UInt128.Zero && slots[at] != id)
                    at = (at + 1) & mask;
                return at;
            }

            private void Grow(ulong spread)
            {
                var larger = new UInt128[_slots!.Length * 2];
                foreach (UInt128 id in _slots)
                {
                    if (id != UInt128.Zero)
                        larger[Find(larger, id, Place(id, spread) << ShardBits)] = id;
                }

                _slots = larger;
            }

            private static void Write(BinaryWriter writer, UInt128 id)
            {
                writer.Write((ulong)(id >> 64));
                writer.Write((ulong)id);
            }
        }
    }
}
