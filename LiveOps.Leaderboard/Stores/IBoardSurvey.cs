using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Policies;

namespace LiveOps.Leaderboard.Stores;

/// <summary>The boards as they are, for who tries another policy on them.</summary>
internal interface IBoardSurvey
{
    /// <summary>The policy in force at a moment.</summary>
    /// <param name="at">Unix ticks.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    ValueTask<LeaderboardPolicy> PolicyAsync(long at, CancellationToken cancellation);

    /// <summary>All boards, with copies of the bounds of what is open.</summary>
    ValueTask<IReadOnlyList<SurveyedBoard>> BoardsAsync(CancellationToken cancellation);

    /// <summary>Rows of an open period, best first; fewer than asked for at the end, none of one that is gone.</summary>
    ValueTask<IReadOnlyList<SurveyedRow>> RowsAsync(string board, WindowKind window, string period, int offset, int limit, CancellationToken cancellation);

    /// <summary>Players who are blocked and whom no operator hides: whether they are hidden is the policy's to say.</summary>
    ValueTask<IReadOnlyList<string>> BlockedAsync(CancellationToken cancellation);
}
