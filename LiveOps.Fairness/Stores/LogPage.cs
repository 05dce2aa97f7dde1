namespace LiveOps.Fairness.Stores;

/// <summary>A page of a log, newest first.</summary>
/// <param name="Entries">The entries.</param>
/// <param name="Next">Where the next page begins; null when this is the last.</param>
internal sealed record LogPage<T>(IReadOnlyList<T> Entries, string? Next);
