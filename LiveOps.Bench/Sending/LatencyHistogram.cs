using System.Globalization;
using System.Numerics;

namespace LiveOps.Bench.Sending;

/// <summary>
/// How often each latency came, in nanoseconds: exact below 128, then 64 buckets for each doubling, so at most 1.6 % too much. Threads add
/// without a lock.
/// </summary>
internal sealed class LatencyHistogram
{
    private const int SubBits = 6, Sub = 1 << SubBits;

    private readonly long[] _counts;

    public LatencyHistogram()
        : this(new long[64 * Sub])
    {
    }

    private LatencyHistogram(long[] counts) => _counts = counts;

    public long Count => _counts.Sum();

    public void Add(long nanoseconds) => Interlocked.Increment(ref _counts[BucketOf(Math.Max(0, nanoseconds))]);

    /// <summary>The latency that so many percent did not exceed, in nanoseconds.</summary>
    public long Percentile(double percent)
    {
        long wanted = (long)Math.Ceiling(Count * percent / 100), seen = 0;
        for (int bucket = 0; bucket < _counts.Length; bucket++)
        {
            seen += _counts[bucket];
            if (seen >= wanted && seen > 0)
                return MostIn(bucket);
        }

        return 0;
    }

    /// <summary>Buckets in use, <c>bucket:count</c>.</summary>
    public override string ToString() => string.Join(
        ',', _counts.Select((count, bucket) => (count, bucket)).Where(pair => pair.count > 0).Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.bucket}:{pair.count}")));

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static LatencyHistogram Parse(string text)
    {
        var histogram = new LatencyHistogram();
        foreach (string pair in text.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            int colon = pair.IndexOf(':', StringComparison.Ordinal);
            histogram._counts[int.Parse(pair.AsSpan(0, colon), CultureInfo.InvariantCulture)] = long.Parse(pair.AsSpan(colon + 1), CultureInfo.InvariantCulture);
        }

        return histogram;
    }

    private static int BucketOf(long value)
    {
        int shift = Math.Max(0, BitOperations.Log2((ulong)value | 1) - SubBits);
        return (shift << SubBits) + (int)(value >> shift);
    }

    private static long MostIn(int bucket)
    {
        int shift = Math.Max(0, (bucket >> SubBits) - 1);
        long value = bucket - ((long)shift << SubBits);
        return (value + 1 << shift) - 1;
    }
}
