using LiveOps.Bench.Sending;

namespace LiveOps.Tests.Bench;

public sealed class The_latency_histogram
{
    /// <summary>In tenths of a percent, so that the model needs no fractions.</summary>
    private static readonly int[] Permilles = [1, 100, 500, 900, 990, 999, 1000];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(999)]
    [InlineData(1000)]
    [InlineData(12_345)]
    public void A_percentile_is_that_of_the_sorted_latencies_or_up_to_a_64th_more(int count)
    {
        var random = new Random(count);
        var histogram = new LatencyHistogram();

        // As many of each length in bits: every bucket's place and width is asked for.
        long[] latencies = [.. Enumerable.Range(0, count).Select(_ => random.NextInt64(long.MaxValue) >> random.Next(1, 63))];
        foreach (long latency in latencies)
            histogram.Add(latency);
        Array.Sort(latencies);
        Assert.Equal(count, histogram.Count);
        foreach (int permille in Permilles)
        {
            long exact = latencies[((long)count * permille + 999) / 1000 - 1], said = histogram.Percentile(permille / 10.0);
            Assert.InRange(said, exact, exact + exact / 64);
        }
    }

    [Fact]
    public void Below_128_every_latency_is_exact()
    {
        for (int latency = 0; latency < 128; latency++)
        {
            var histogram = new LatencyHistogram();
            histogram.Add(latency);
            Assert.Equal(latency, histogram.Percentile(50));
        }
    }

    [Fact]
    public void What_a_sending_process_prints_is_read_as_it_was()
    {
        var histogram = new LatencyHistogram();
        for (long latency = 1; latency < long.MaxValue / 3; latency *= 3)
            histogram.Add(latency);
        var result = new SendResult(40, 4000, 2, 123_456_789, 987_654_321, TimeSpan.FromMilliseconds(1.5), histogram, 429);
        SendResult read = SendResult.Parse(result.ToString());
        Assert.Equal(result with { Latencies = read.Latencies }, read);
        Assert.Equal(histogram.Count, read.Latencies.Count);
        foreach (int permille in Permilles)
            Assert.Equal(histogram.Percentile(permille / 10.0), read.Latencies.Percentile(permille / 10.0));
    }
}
