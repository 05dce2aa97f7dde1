using System.Text;
using LiveOps.Core.Ids;
using LiveOps.Core.Problems;
using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Boards;
using LiveOps.Leaderboard.Pages;
using LiveOps.Leaderboard.State;

namespace LiveOps.Leaderboard.Stores.Memory;

/// <summary>Finds what readers name in the state. All of it under the state's gate; answers null, or the problem.</summary>
internal static class Lookup
{
    public static Problem? FindBoard(LeaderboardState state, string board, out Board found)
    {
        Span<byte> name = stackalloc byte[IdRule.MaxLength];
        found = state.FindBoard(name[..Encoding.ASCII.GetBytes(board, name)])!;
        return found is null ? NotFound.Board(board) : null;
    }

    public static Problem? FindTrack(LeaderboardState state, string board, string window, out Board found, out Track track)
    {
        track = null!;
        if (FindBoard(state, board, out found) is { } problem)
            return problem;
        if (!WindowKinds.TryParse(window, out WindowKind kind) || !found.Rules.Windows[(int)kind])
            return NotFound.Window();
        track = found.Tracks[(int)kind];
        return null;
    }

    /// <summary>Finds a past period.</summary>
    public static Problem? FindPast(Track track, string period, long now, out IStandings standings)
    {
        standings = Past(track, now).FirstOrDefault(past => past.Period.Name == period)!;
        return standings is null ? NotFound.Period(track.Window) : null;
    }

    /// <summary>The past periods, newest first.</summary>
    public static IEnumerable<IStandings> Past(Track track, long now) =>
        track.Open.Where(open => open.Period.Closes <= now).Reverse().Concat<IStandings>(track.Closed.AsEnumerable().Reverse());

    /// <summary>The number of a player, or -1.</summary>
    public static int FindPlayer(LeaderboardState state, string player)
    {
        Span<byte> id = stackalloc byte[IdRule.MaxLength];
        return state.Players.Find(id[..Encoding.ASCII.GetBytes(player, id)]);
    }

    /// <summary>Copies the rows around a player; false when the player has no rank.</summary>
    public static bool CopyAround(IStandings? standings, LeaderboardState state, string player, int count, RowBuffer rows)
    {
        int number = FindPlayer(state, player);
        int rank = number < 0 || standings is null ? -1 : standings.RankOf(number);
        if (rank < 0)
            return false;
        int first = Math.Max(0, Math.Min(rank - count / 2, standings!.Total - count));
        standings.CopyTo(rows, first, count, state.Players);
        return true;
    }

    /// <summary>Copies the rows of a set of players, best first; answers who of them has no rank. O(m log n) for m of n.</summary>
    public static List<string> CopyAmong(IStandings? standings, LeaderboardState state, IReadOnlyList<string> players, RowBuffer rows)
    {
        var ranks = new List<int>(players.Count);
        var unranked = new List<string>();
        foreach (string player in players)
        {
            int number = FindPlayer(state, player);
            int rank = number < 0 || standings is null ? -1 : standings.RankOf(number);
            if (rank < 0)
                unranked.Add(player);
            else
                ranks.Add(rank);
        }

        ranks.Sort();
        foreach (int rank in ranks)
            standings!.CopyTo(rows, rank, 1, state.Players);
        return unranked;
    }
}
