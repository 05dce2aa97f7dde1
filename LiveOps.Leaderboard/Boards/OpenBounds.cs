using LiveOps.Core.Windows;

namespace LiveOps.Leaderboard.Boards;

/// <summary>A period that takes scores, with the bounds it began with.</summary>
internal abstract class OpenBounds(Period period)
{
    public Period Period { get; } = period;
}
