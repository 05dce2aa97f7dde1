namespace LiveOps.Core.Audit;

/// <summary>What a page of the audit is asked for; all that is said must hold.</summary>
/// <param name="Limit">The most entries.</param>
public sealed record AuditQuery(int Limit)
{
    /// <summary>Where it begins: the <see cref="AuditPage.Next"/> of the page before, not checked yet; null for the newest.</summary>
    public string? After { get; init; }

    /// <summary>Done by whom.</summary>
    public string? Operator { get; init; }

    /// <summary>About whom.</summary>
    public string? Player { get; init; }

    /// <summary>About which board.</summary>
    public string? Board { get; init; }

    /// <summary>Of which kind, or which action.</summary>
    public string? Kind { get; init; }

    /// <summary>From when on: Unix ticks.</summary>
    public long From { get; init; } = long.MinValue;

    /// <summary>Before when: Unix ticks.</summary>
    public long To { get; init; } = long.MaxValue;

    /// <summary>Whether an entry is asked for.</summary>
    public bool Wants(AuditEntry entry) =>
        entry.At >= From && entry.At < To
        && (Operator is null || Operator == entry.By)
        && (Player is null || Player == entry.PlayerId)
        && (Board is null || Board == entry.Board)
        && (Kind is null || Kind == entry.Kind || Kind == entry.Action);
}
