using BenchmarkDotNet.Attributes;
using LiveOps.Core.Ids;

namespace LiveOps.Bench.Micro;

/// <summary>The tables of ids.</summary>
public class IdSteps
{
    private const int Players = 1_000_000, Remembered = 8_000_000;

    private readonly IdTable _table = new();
    private readonly RecentIds _recent = new(TimeSpan.FromHours(24), 4 * Remembered);
    private byte[][] _ids = [];
    private int _at;
    private ulong _new;

    [GlobalSetup]
    public void SetUp()
    {
        _ids = Samples.Ids(Players);
        foreach (byte[] id in _ids)
            _table.GetOrAdd(id, out _);
        new Random(2).Shuffle(_ids);
        for (; _new < Remembered; _new++)
            _recent.Add(Hash(_new), 0);
    }

    [Benchmark(Description = "hash of an id")]
    public UInt128 HashId() => IdHash.Of(Next());

    [Benchmark(Description = "number of one of 1 M ids")]
    public int Find() => _table.Find(Next());

    [Benchmark(Description = "id looked for among 8 M remembered")]
    public bool Known() => _recent.Contains(Hash((ulong)_at++ * 0x9E3779B9 % Remembered));

    private byte[] Next() => _ids[_at++ % Players];

    private static UInt128 Hash(ulong n) => new(n * 0x9E3779B97F4A7C15, n * 0xE7037ED1A0B428DB);
}
