using LiveOps.Fairness.Standings;

namespace LiveOps.Fairness.Reviews;

/// <summary>A decision about a case: it stays on record, also when it is taken back.</summary>
/// <param name="Verdict">What was decided.</param>
/// <param name="At">When: Unix ticks.</param>
/// <param name="By">Who.</param>
/// <param name="Reason">Why.</param>
/// <param name="Until">Until when a block holds: Unix ticks; 0 for others.</param>
internal sealed record CaseDecision(CaseVerdict Verdict, long At, string By, string Reason, long Until)
{
    /// <summary>The flags that it settled: they count again when it is taken back.</summary>
    public IReadOnlyList<RuleCount> Settled { get; init; } = [];

    /// <summary>How many flags had come by then: see <see cref="Case.Arrived"/>.</summary>
    public int Arrived { get; init; }

    /// <summary>The version of the case that it made.</summary>
    public long Version { get; init; }

    /// <summary>What a block took the place of; null for others.</summary>
    public FormerBlock? Former { get; init; }

    /// <summary>Who took it back, when and why; null while it stands.</summary>
    public Undoing? Undone { get; init; }
}

/// <summary>That a decision was taken back.</summary>
/// <param name="At">When: Unix ticks.</param>
/// <param name="By">Who.</param>
/// <param name="Reason">Why.</param>
internal sealed record Undoing(long At, string By, string Reason)
{
    /// <summary>The version of the case that it made.</summary>
    public long Version { get; init; }
}
