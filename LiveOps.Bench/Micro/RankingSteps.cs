using BenchmarkDotNet.Attributes;
using LiveOps.Leaderboard.Ranks;

namespace LiveOps.Bench.Micro;

/// <summary>The ranking of one window with a million players.</summary>
public class RankingSteps
{
    private const int Players = 1_000_000;

    private readonly RankTree _tree = new(Players);
    private readonly Random _random = new(3);
    private readonly int[] _ranks = new int[500];
    private long _time;

    [GlobalSetup]
    public void SetUp()
    {
        for (int player = 0; player < Players; player++)
            _tree.Set(player, _random.NextInt64(1L << 40), ++_time);
    }

    [Benchmark(Description = "ranking of 1 M: an entry moved to a random place")]
    public void Move() => _tree.Set(_random.Next(Players), _random.NextInt64(1L << 40), ++_time);

    [Benchmark(Description = "ranking of 1 M: a player's rank")]
    public int RankOf() => _tree.RankOf(_random.Next(Players));

    [Benchmark(Description = "ranking of 1 M: 500 players, each with the rank, in order", OperationsPerInvoke = 500)]
    public int Among()
    {
        for (int i = 0; i < _ranks.Length; i++)
            _ranks[i] = _tree.RankOf(_random.Next(Players));
        Array.Sort(_ranks);
        int sum = 0;
        foreach (int rank in _ranks)
            sum += _tree.Select(rank).At;
        return sum;
    }

    [Benchmark(Description = "ranking of 1 M: the entry of a rank")]
    public int EntryAt() => _tree.Select(_random.Next(Players)).At;
}
