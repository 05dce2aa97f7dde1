using LiveOps.Core.Windows;

namespace LiveOps.Leaderboard.Boards;

/// <summary>A window that was rolled over before its time.</summary>
/// <param name="Ended">The period that ended, up to that moment.</param>
/// <param name="Total">How many are ranked in it.</param>
/// <param name="Final">Whether it is closed already, or still takes late scores.</param>
/// <param name="Left">What is left of it: the period that runs now.</param>
internal sealed record RolledOver(Period Ended, int Total, bool Final, Period Left);
