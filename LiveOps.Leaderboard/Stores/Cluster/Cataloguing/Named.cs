using LiveOps.Core.Problems;
using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Policies;

namespace LiveOps.Leaderboard.Stores.Cluster.Cataloguing;

/// <summary>Finds what readers name in a catalogue; answers null, or the problem. A board that the policy names is there before its first score.</summary>
internal static class Named
{
    public static Problem? Find(Catalogue catalogue, LeaderboardPolicy policy, string board, out SharedBoard found)
    {
        if (catalogue.Boards.TryGetValue(board, out found!))
            return null;
        if (!policy.Boards.TryGetValue(board, out BoardRules? rules))
            return NotFound.Board(board);
        found = new SharedBoard(board, rules.Descending);
        return null;
    }

    public static Problem? Find(Catalogue catalogue, LeaderboardPolicy policy, string board, string window, out SharedBoard found, out WindowKind kind)
    {
        kind = default;
        if (Find(catalogue, policy, board, out found) is { } problem)
            return problem;
        return WindowKinds.TryParse(window, out kind) && found.Rules(policy).Windows[(int)kind] ? null : NotFound.Window();
    }
}
