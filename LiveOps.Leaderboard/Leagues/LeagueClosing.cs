using LiveOps.Core.Ids;
using LiveOps.Leaderboard.Boards;

namespace LiveOps.Leaderboard.Leagues;

/// <summary>What closes.</summary>
/// <param name="Period">The period as it closes.</param>
/// <param name="IsCancelled">Whether it is cancelled: then nobody moves, and nobody earns anything.</param>
/// <param name="GoesOn">Whether it is a part that an early rollover ended, and what is left of the period is still open: then nobody is absent yet.</param>
/// <param name="TellsMoves">Whether anybody wants to know who moves.</param>
/// <param name="IsHidden">Whether a player is hidden.</param>
/// <param name="Players">The players' ids.</param>
/// <param name="At">When.</param>
internal sealed record LeagueClosing(OpenPeriod Period, bool IsCancelled, bool GoesOn, bool TellsMoves, Func<int, bool> IsHidden, IdTable Players, long At);
