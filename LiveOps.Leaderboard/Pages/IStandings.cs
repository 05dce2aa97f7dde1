using LiveOps.Core.Ids;
using LiveOps.Core.Windows;

namespace LiveOps.Leaderboard.Pages;

/// <summary>The ranking of one period, open or closed, as readers see it: hidden players left out. Read under the state's gate.</summary>
internal interface IStandings
{
    Period Period { get; }

    /// <summary>How many are ranked.</summary>
    int Total { get; }

    /// <summary>Pages made of it.</summary>
    CachedPages Pages { get; }

    /// <summary>How many rank before a player, or -1 when the player has no rank.</summary>
    int RankOf(int player);

    /// <summary>The place of the last of the first rows; the farthest there is when there are not as many, or when nothing moves.</summary>
    (long Key, long Time) EndOf(int rows);

    /// <summary>Copies up to <paramref name="limit"/> rows from <paramref name="offset"/> on. Ends where the ranking does.</summary>
    void CopyTo(RowBuffer rows, int offset, int limit, IdTable players);
}
