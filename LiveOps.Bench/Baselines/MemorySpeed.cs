using System.Diagnostics;
using System.Numerics;
using System.Runtime.InteropServices;

namespace LiveOps.Bench.Baselines;

/// <summary>Reading and copying far more than the caches hold, each thread its own.</summary>
internal sealed class MemorySpeed
{
    private const int Bytes = 256 << 20;

    private readonly byte[][] _from, _to;

    public MemorySpeed(int threads)
    {
        _from = [.. Enumerable.Range(0, threads).Select(_ => new byte[Bytes])];
        _to = [.. Enumerable.Range(0, threads).Select(_ => new byte[Bytes])];
        foreach (byte[] one in _from.Concat(_to))
            Array.Fill(one, (byte)1); // pages that were never written are all one page
    }

    public double ReadGigabytes() => Gigabytes(Bytes, thread => Sum(_from[thread]));

    /// <summary>Copied bytes count once, though each is read and written.</summary>
    public double CopyGigabytes() => Gigabytes(Bytes, thread => _from[thread].CopyTo(_to[thread], 0));

    private double Gigabytes(int bytes, Action<int> work)
    {
        long start = Stopwatch.GetTimestamp();
        Parallel.For(0, _from.Length, new ParallelOptions { MaxDegreeOfParallelism = _from.Length }, work);
        return (double)bytes * _from.Length / Stopwatch.GetElapsedTime(start).TotalSeconds / 1e9;
    }

    private static ulong Sum(byte[] bytes)
    {
        var sums = (A: Vector<ulong>.Zero, B: Vector<ulong>.Zero);
        ReadOnlySpan<Vector<ulong>> vectors = MemoryMarshal.Cast<byte, Vector<ulong>>(bytes);
        for (int i = 0; i + 1 < vectors.Length; i += 2)
            sums = (sums.A + vectors[i], sums.B + vectors[i + 1]);
        return Vector.Sum(sums.A + sums.B);
    }
}
