using LiveOps.Leaderboard.Boards;
using LiveOps.Leaderboard.Pages;
using LiveOps.Leaderboard.State;

namespace LiveOps.Leaderboard.Endpoints;

/// <summary>Which rows stand around a player.</summary>
internal static class Around
{
    /// <summary>
    /// Copies <paramref name="count"/> rows with the player in the middle (one more before than after when the count is even); at the
    /// ends of the ranking it moves in, so that there are as many. False when the player has no rank. Under the state's gate.
    /// </summary>
    public static bool Copy(IStandings? standings, LeaderboardState state, string player, int count, RowBuffer rows)
    {
        int number = Parameters.FindPlayer(state, player);
        int rank = number < 0 || standings is null ? -1 : standings.RankOf(number);
        if (rank < 0)
            return false;
        int first = Math.Max(0, Math.Min(rank - count / 2, standings!.Total - count));
        standings.CopyTo(rows, first, count, state.Players);
        return true;
    }
}
