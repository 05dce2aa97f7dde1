using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace LiveOps.Fairness.Stores.Redis;

/// <summary>
/// The ids of events that were learned of a player, kept in the player's history and so written in one step with what they taught. Two
/// generations as in <see cref="Core.Ids.RecentIds"/>: an id is remembered for half an hour at least, unless <see cref="Most"/> others of the
/// same player came after it. In bytes, little-endian: u32 start of the newer generation (Unix seconds) | u16 older | u16 newer | u64 each.
/// </summary>
internal sealed class LearnedIds
{
    /// <summary>The most ids of a generation.</summary>
    public const int Most = 512;

    private const long HalfLife = 30 * 60;
    private const int HeadLength = 8;

    private List<ulong> _older = [], _newer = [];
    private uint _startedAt;

    /// <summary>Whether there are none.</summary>
    public bool IsEmpty => _older.Count + _newer.Count == 0;

    /// <summary>Whether an event's id is remembered.</summary>
    /// <param name="id">Its hash.</param>
    public bool Contains(UInt128 id) => CollectionsMarshal.AsSpan(_newer).Contains((ulong)id) || CollectionsMarshal.AsSpan(_older).Contains((ulong)id);

    /// <summary>Remembers an event's id; false when it was remembered already.</summary>
    /// <param name="id">Its hash: half of it is enough among one player's events.</param>
    /// <param name="at">When it was accepted: Unix ticks.</param>
    public bool Add(UInt128 id, long at)
    {
        ulong hash = (ulong)id;
        if (Contains(id))
            return false;
        long second = at / TimeSpan.TicksPerSecond;
        if (_newer.Count == Most || second - _startedAt >= HalfLife)
        {
            (_older, _newer) = (_newer, _older);
            _newer.Clear();
            _startedAt = (uint)second;
        }

        _newer.Add(hash);
        return true;
    }

    public void Clear()
    {
        _older.Clear();
        _newer.Clear();
        _startedAt = 0;
    }

    public void Write(ArrayBufferWriter<byte> to)
    {
        Span<byte> span = to.GetSpan(HeadLength + (_older.Count + _newer.Count) * sizeof(ulong));
        BinaryPrimitives.WriteUInt32LittleEndian(span, _startedAt);
        BinaryPrimitives.WriteUInt16LittleEndian(span[4..], (ushort)_older.Count);
        BinaryPrimitives.WriteUInt16LittleEndian(span[6..], (ushort)_newer.Count);
        int at = HeadLength;
        foreach (List<ulong> ids in (ReadOnlySpan<List<ulong>>)[_older, _newer])
        {
            foreach (ulong id in ids)
            {
                BinaryPrimitives.WriteUInt64LittleEndian(span[at..], id);
                at += sizeof(ulong);
            }
        }

        to.Advance(at);
    }

    /// <returns>How many bytes were read.</returns>
    public int Read(ReadOnlySpan<byte> from)
    {
        Clear();
        _startedAt = BinaryPrimitives.ReadUInt32LittleEndian(from);
        int older = BinaryPrimitives.ReadUInt16LittleEndian(from[4..]), newer = BinaryPrimitives.ReadUInt16LittleEndian(from[6..]);
        from = from[HeadLength..];
        Fill(_older, from[..(older * sizeof(ulong))]);
        Fill(_newer, from.Slice(older * sizeof(ulong), newer * sizeof(ulong)));
        return HeadLength + (older + newer) * sizeof(ulong);
    }

    private static void Fill(List<ulong> ids, ReadOnlySpan<byte> from)
    {
        CollectionsMarshal.SetCount(ids, from.Length / sizeof(ulong));
        Span<ulong> to = CollectionsMarshal.AsSpan(ids);
        for (int i = 0; i < to.Length; i++)
            to[i] = BinaryPrimitives.ReadUInt64LittleEndian(from[(i * sizeof(ulong))..]);
    }
}
