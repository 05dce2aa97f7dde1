using LiveOps.Core.Audit;
using LiveOps.Core.Problems;
using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Boards;
using LiveOps.Leaderboard.Pages;

namespace LiveOps.Leaderboard.Stores;

/// <summary>
/// The boards as the endpoints see them. Ids that come in have been checked. A store that answers at once gives rows in the thread's buffer, so
/// whoever gets a completed answer uses it before any await. What an operator has done brings its entry of the audit, which is kept in the same step.
/// </summary>
internal interface IBoardStore
{
    /// <summary>The boards by name.</summary>
    ValueTask<Answer<Listed<BoardSummary>>> BoardsAsync(int offset, int limit);

    /// <summary>A page of a ranking, best first.</summary>
    ValueTask<Answer<PageBody>> PageAsync(Place place, int offset, int limit);

    /// <summary>
    /// As many rows with the player in the middle (one more before than after when the count is even); at the ends of the ranking it
    /// moves in, so that there are as many. One row is the player's own.
    /// </summary>
    ValueTask<Answer<RowBuffer>> AroundAsync(Place place, string player, int count);

    /// <summary>The players of a set, each named once, as they rank on a board: all at one moment.</summary>
    ValueTask<Answer<RankedSet>> AmongAsync(string board, string window, IReadOnlyList<string> players);

    /// <summary>All ranks of a player in running periods, about so many at most.</summary>
    ValueTask<Answer<PlacedRows>> RanksAsync(string player, int most);

    /// <summary>Past periods in which somebody scored.</summary>
    ValueTask<Answer<PastPeriods>> HistoryAsync(string board, string window, int offset, int limit);

    /// <summary>The champions of closed periods, newest period first, of one window or all; offset and limit count periods.</summary>
    ValueTask<Answer<PlacedRows>> HallAsync(string board, WindowKind? window, int offset, int limit);

    /// <summary>Hides a player everywhere. Null, or the problem that kept it from being done.</summary>
    Task<Problem?> HideAsync(string player, AuditEntry audit);

    /// <summary>Shows a hidden player again. Null, or the problem that kept it from being done.</summary>
    Task<Problem?> ShowAsync(string player, AuditEntry audit);

    /// <summary>Whoever is hidden, by id.</summary>
    ValueTask<Answer<Listed<HiddenPlayer>>> HiddenAsync(int offset, int limit);

    /// <summary>Drops a board with all it has, or answers the problem that kept it from being done.</summary>
    Task<Answer<DroppedBoard>> DropAsync(string board, AuditEntry audit);

    /// <summary>Removes a player's score from every period of a window that takes scores. Null, or the problem that kept it from being done.</summary>
    Task<Problem?> RemoveAsync(string board, string window, string player, AuditEntry audit);

    /// <summary>Ends the running period of a window now, or answers the problem that kept it from being done.</summary>
    /// <param name="board">The board.</param>
    /// <param name="window">The window.</param>
    /// <param name="period">The period that is meant, compared in the same step; null for whichever runs.</param>
    /// <param name="audit">The entry.</param>
    Task<Answer<RolledOver>> RollOverAsync(string board, string window, string? period, AuditEntry audit);
}
