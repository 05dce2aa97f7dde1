using LiveOps.Core.Ids;
using LiveOps.Core.Rewards;
using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Pages;
using LiveOps.Leaderboard.Policies;

namespace LiveOps.Leaderboard.Boards;

/// <summary>Who earned what on a ranking that closes. Whoever is hidden has no rank in it, and so earns nothing.</summary>
internal static class Winners
{
    /// <summary>Those of a board's period.</summary>
    /// <param name="board">The board's name.</param>
    /// <param name="rules">Its rules.</param>
    /// <param name="window">The window.</param>
    /// <param name="standings">The ranking as it closes.</param>
    /// <param name="players">The players' ids.</param>
    /// <param name="at">When it closes.</param>
    public static IReadOnlyList<RankRewards> Of(string board, BoardRules rules, WindowKind window, IStandings standings, IdTable players, long at)
    {
        (RankReward Ranks, string Name)[] rewards = [.. PeriodRewards.Of(rules, board, window, standings.Period.Name)];
        if (rewards.Length == 0)
            return [];
        int first = rewards.Min(reward => reward.Ranks.First);
        var rows = new RowBuffer();
        standings.CopyTo(rows, first - 1, rewards.Max(reward => reward.Ranks.Last) - first + 1, players);
        RewardedPlayer[] ranked = rows.ToRewarded();
        return [.. rewards.SelectMany(reward => RankRewards.Of(
            reward.Name, at, ranked.Skip(reward.Ranks.First - first).Take(reward.Ranks.Last - reward.Ranks.First + 1).Where(player => player.PlayerId.Length > 0)))];
    }
}
