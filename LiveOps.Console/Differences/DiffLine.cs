namespace LiveOps.Console.Differences;

/// <summary>A line of a difference.</summary>
/// <param name="Kind">Whether it is in both, or in one.</param>
/// <param name="Words">Its words, and whether each is in this one alone.</param>
public sealed record DiffLine(DiffKind Kind, IReadOnlyList<(string Text, bool IsChanged)> Words);
