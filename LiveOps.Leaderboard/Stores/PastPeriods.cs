using LiveOps.Core.Windows;

namespace LiveOps.Leaderboard.Stores;

/// <summary>The past periods of a window, newest first.</summary>
internal sealed record PastPeriods(string Board, WindowKind Window, Listed<PastPeriod> Periods);

/// <summary>A past period.</summary>
/// <param name="Period">Which.</param>
/// <param name="Total">How many are ranked.</param>
/// <param name="Final">Whether it is closed, or still takes late scores.</param>
/// <param name="Cancelled">Whether it was closed because its season was cancelled: it has no champions.</param>
internal readonly record struct PastPeriod(Period Period, int Total, bool Final, bool Cancelled = false);
