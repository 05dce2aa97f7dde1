using LiveOps.Core.Windows;

namespace LiveOps.Leaderboard.Policies;

/// <summary>What the best of a period earn when it closes, by the names under which it is granted: of a live event <c>&lt;event&gt;:&lt;reward&gt;</c>, else by <see cref="RewardNames"/>.</summary>
internal static class PeriodRewards
{
    /// <param name="rules">The board's rules.</param>
    /// <param name="board">The board's name.</param>
    /// <param name="window">The window.</param>
    /// <param name="period">The period's name.</param>
    public static IEnumerable<(RankReward Ranks, string Name)> Of(BoardRules rules, string board, WindowKind window, string period) => rules.Events is { } events
        ? events.Where(live => live.Id == period).SelectMany(live => live.Rewards).Select(reward => (reward, $"{period}:{reward.Reward}"))
        : rules.Rewards[(int)window].Select(reward => (reward, RewardNames.Of($"{BoardRewardsReader.What(board, window)}.{reward.Reward}", period)));
}
