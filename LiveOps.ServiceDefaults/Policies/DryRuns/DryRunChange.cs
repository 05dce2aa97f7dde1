namespace LiveOps.ServiceDefaults.Policies.DryRuns;

/// <summary>What a policy changes in one respect: for how many, and who the first of them are.</summary>
/// <param name="what">In which.</param>
/// <param name="of">Of which reward, board, …</param>
/// <param name="first">How many cases are told.</param>
public sealed class DryRunChange(string what, string? of, int first)
{
    private readonly List<DryRunCase> _cases = [];

    /// <summary>In which respect.</summary>
    public string What { get; } = what;

    /// <summary>Of which reward, board, …; null where there is one only.</summary>
    public string? Of { get; } = of;

    /// <summary>For how many it would be so by the document and is not by what is in force; of what has an order, for how many it is more.</summary>
    public long Gained { get; private set; }

    /// <summary>For how many it would be so no longer; of what has an order, for how many it is less.</summary>
    public long Lost { get; private set; }

    /// <summary>For how many it is so by both.</summary>
    public long Same { get; private set; }

    /// <summary>The first of those for whom it changes.</summary>
    public IReadOnlyList<DryRunCase> Cases => _cases;

    /// <summary>Counts those for whom nothing changes.</summary>
    public void Keep(long count = 1) => Same += count;

    /// <summary>Counts a case that is gained, and tells it if it is among the first.</summary>
    public void Gain(in DryRunCase gained)
    {
        Gained++;
        Tell(gained);
    }

    /// <summary>Counts a case that is lost.</summary>
    public void Lose(in DryRunCase lost)
    {
        Lost++;
        Tell(lost);
    }

    /// <summary>Counts cases that are lost and not told one by one.</summary>
    public void LoseMore(long count) => Lost += count;

    /// <summary>Counts what is there by both and is another.</summary>
    public void Move(in DryRunCase moved)
    {
        Same++;
        Tell(moved);
    }

    private void Tell(in DryRunCase one)
    {
        if (_cases.Count < first)
            _cases.Add(one);
    }
}
