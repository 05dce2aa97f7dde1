using System.Numerics;
using LiveOps.Leaderboard.Snapshots;

namespace LiveOps.Leaderboard.History;

/// <summary>
/// A column of whole numbers that is rarely written and read anywhere: in blocks of 128, each as the distance from the block's least
/// value in as many bits as the farthest needs (frame of reference). What is sorted, or of a small range, takes little.
/// </summary>
internal sealed class PackedColumn
{
    private const int BlockBits = 7, Block = 1 << BlockBits;

    private readonly long[] _bases;
    private readonly int[] _places; // first word << 7 | width: a block's 128 values of w bits fill 2·w words
    private readonly ulong[] _words;

    private PackedColumn(int count, long[] bases, int[] places, ulong[] words)
    {
        Count = count;
        (_bases, _places, _words) = (bases, places, words);
    }

    public int Count { get; }

    /// <summary>What it takes in memory.</summary>
    public long Bytes => _bases.Length * 12L + _words.Length * 8L;

    public long this[int index]
    {
        get
        {
            int place = _places[index >> BlockBits], width = place & 127;
            if (width == 0)
                return _bases[index >> BlockBits];
            int bit = (index & (Block - 1)) * width;
            int word = (place >> BlockBits) + (bit >> 6);
            ulong value = _words[word] >> (bit & 63);
            if ((bit & 63) + width > 64)
                value |= _words[word + 1] << (64 - (bit & 63));
            return _bases[index >> BlockBits] + (long)(value & Mask(width));
        }
    }

    /// <summary>Writes a value that its block has room for.</summary>
    public void Overwrite(int index, long value)
    {
        int place = _places[index >> BlockBits], width = place & 127;
        ulong distance = (ulong)(value - _bases[index >> BlockBits]);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(distance, Mask(width), nameof(value));
        if (width > 0)
            Put(_words, place >> BlockBits, (index & (Block - 1)) * width, width, distance);
    }

    /// <summary>Packs values. What lies between <paramref name="floor"/> and <paramref name="ceiling"/>, when given, may be written into any block later.</summary>
    public static PackedColumn Pack(ReadOnlySpan<long> values, long? floor = null, long? ceiling = null)
    {
        int blocks = (values.Length + Block - 1) >> BlockBits;
        long[] bases = new long[blocks];
        int[] places = new int[blocks];
        int words = 0;
        for (int i = 0; i < blocks; i++)
        {
            ReadOnlySpan<long> block = values[(i << BlockBits)..Math.Min(values.Length, (i + 1) << BlockBits)];
            long least = block[0], most = block[0];
            foreach (long value in block)
            {
                least = Math.Min(least, value);
                most = Math.Max(most, value);
            }

            bases[i] = Math.Min(least, floor ?? least);
            int width = 64 - BitOperations.LeadingZeroCount((ulong)(Math.Max(most, ceiling ?? most) - bases[i]));
            places[i] = checked(words << BlockBits) | width;
            words += 2 * width;
        }

        ulong[] packed = new ulong[words];
        for (int i = 0; i < values.Length; i++)
        {
            int place = places[i >> BlockBits], width = place & 127;
            if (width > 0)
                Put(packed, place >> BlockBits, (i & (Block - 1)) * width, width, (ulong)(values[i] - bases[i >> BlockBits]));
        }

        return new PackedColumn(values.Length, bases, places, packed);
    }

    /// <summary>Writes it, without its number of values.</summary>
    public void Save(SnapshotWriter writer)
    {
        writer.Raw<long>(_bases);
        writer.Raw<int>(_places);
        writer.Int(_words.Length);
        writer.Raw<ulong>(_words);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public static PackedColumn Load(SnapshotReader reader, int count)
    {
        long[] bases = new long[(count + Block - 1) >> BlockBits];
        int[] places = new int[bases.Length];
        reader.Raw(bases.AsSpan());
        reader.Raw(places.AsSpan());
        ulong[] words = new ulong[reader.Count()];
        reader.Raw(words.AsSpan());
        return new PackedColumn(count, bases, places, words);
    }

    private static ulong Mask(int width) => width == 64 ? ulong.MaxValue : (1UL << width) - 1;

    private static void Put(ulong[] words, int first, int bit, int width, ulong value)
    {
        int word = first + (bit >> 6), shift = bit & 63;
        words[word] = (words[word] & ~(Mask(width) << shift)) | value << shift;
        if (shift + width > 64)
            words[word + 1] = (words[word + 1] & ~(Mask(width) >> (64 - shift))) | value >> (64 - shift);
    }
}
