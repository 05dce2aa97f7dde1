namespace LiveOps.Leaderboard.Stores.Live;

/// <summary>What somebody listens to: the first rows of a running period, or those around a player.</summary>
/// <param name="Board">The board.</param>
/// <param name="Window">The window.</param>
/// <param name="Player">Around whom; null for the first rows.</param>
/// <param name="Limit">How many.</param>
internal readonly record struct LivePlace(string Board, string Window, string? Player, int Limit);
