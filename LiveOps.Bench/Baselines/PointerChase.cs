using System.Diagnostics;

namespace LiveOps.Bench.Baselines;

/// <summary>One cache line leads to the next, in an order that no prefetcher guesses: what a look-up in a large table waits.</summary>
internal sealed class PointerChase
{
    private const int Steps = 2_000_000, LineInts = 16;

    private readonly int[] _next;
    private int _at;

    public PointerChase(int megabytes)
    {
        int lines = megabytes << 14;
        _next = new int[lines * LineInts];
        int[] order = [.. Enumerable.Range(0, lines)];
        new Random(5).Shuffle(order);
        for (int i = 0; i < lines; i++)
            _next[order[i] * LineInts] = order[(i + 1) % lines] * LineInts;
    }

    public double NanosecondsEach()
    {
        long start = Stopwatch.GetTimestamp();
        int at = _at;
        for (int i = 0; i < Steps; i++)
            at = _next[at];
        _at = at;
        return Stopwatch.GetElapsedTime(start).TotalNanoseconds / Steps;
    }
}
