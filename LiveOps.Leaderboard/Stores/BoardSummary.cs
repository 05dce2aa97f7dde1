using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Policies;

namespace LiveOps.Leaderboard.Stores;

/// <summary>A board with its windows as they run now.</summary>
internal sealed record BoardSummary(string Name, BoardRules Rules, IReadOnlyList<RunningWindow> Windows);

/// <summary>A window of a board.</summary>
/// <param name="Window">Which.</param>
/// <param name="Period">The running period; null between seasons.</param>
/// <param name="NextOpens">Between seasons: when the next one opens, if that is known.</param>
/// <param name="Total">How many are ranked.</param>
internal readonly record struct RunningWindow(WindowKind Window, Period? Period, long? NextOpens, int Total);
