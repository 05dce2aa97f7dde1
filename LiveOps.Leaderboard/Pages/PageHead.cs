using LiveOps.Core.Windows;

namespace LiveOps.Leaderboard.Pages;

/// <summary>What a page says of itself besides its period and rows.</summary>
/// <param name="Board">The board's name.</param>
/// <param name="Window">The window.</param>
/// <param name="Final">For a past period: whether it is closed, or still takes late scores.</param>
/// <param name="Cancelled">Whether it was closed because its season was cancelled.</param>
internal readonly record struct PageHead(string Board, WindowKind Window, bool? Final = null, bool Cancelled = false);
