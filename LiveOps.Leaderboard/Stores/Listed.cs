namespace LiveOps.Leaderboard.Stores;

/// <summary>A part of a list.</summary>
/// <param name="Total">How many the whole list has.</param>
/// <param name="Items">The part.</param>
internal sealed record Listed<T>(int Total, IReadOnlyList<T> Items);
