namespace LiveOps.Cli.Comparing;

/// <summary>What players have, by their ids.</summary>
internal sealed class Standing(IReadOnlyDictionary<string, long> scores)
{
    public IReadOnlyDictionary<string, long> Scores => scores;

    public int Count => scores.Count;

    /// <summary>All scores together; beyond 64 bits too.</summary>
    public Int128 Sum => scores.Values.Aggregate(Int128.Zero, (sum, score) => sum + score);

    /// <summary>The scores of the best, in order. Players who share one may stand either way in two systems, so that ids prove nothing here.</summary>
    public IEnumerable<long> Top(int count, bool isLowestBest) => isLowestBest ? scores.Values.Order().Take(count) : scores.Values.OrderDescending().Take(count);
}
