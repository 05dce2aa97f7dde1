namespace LiveOps.Leaderboard.Stores;

/// <summary>Which ranking is meant.</summary>
/// <param name="Board">The board's name, which is an id.</param>
/// <param name="Window">The window as the caller named it.</param>
/// <param name="Past">The name of a past period; null for the running one.</param>
internal readonly record struct Place(string Board, string Window, string? Past = null);
