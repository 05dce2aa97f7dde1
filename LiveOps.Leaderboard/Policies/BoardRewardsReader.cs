using LiveOps.Core.Windows;
using LiveOps.ServiceDefaults.Policies;

namespace LiveOps.Leaderboard.Policies;

/// <summary>Reads what is earned on a board when a period of one of its windows closes.</summary>
internal static class BoardRewardsReader
{
    /// <summary>The rewards by window.</summary>
    /// <param name="node">A list of <c>{"window","ranks","reward"}</c>.</param>
    /// <param name="board">The board's name.</param>
    /// <param name="rules">The board's rules besides.</param>
    public static IReadOnlyList<RankReward>[] Read(PolicyNode node, string board, BoardRules rules)
    {
        List<RankReward>[] rewards = [.. Enumerable.Range(0, WindowKinds.Count).Select(_ => new List<RankReward>())];
        if (node.Items.Count > RankRewardsReader.Most)
            node.Fault($"may be {RankRewardsReader.Most} at most");
        foreach (PolicyNode item in node.Items)
        {
            PolicyNode window = item.Only("window", "ranks", "reward").Get("window");
            WindowKind kind = window.Choice(("daily", WindowKind.Daily), ("weekly", WindowKind.Weekly), ("seasonal", WindowKind.Seasonal));
            if (!window.IsFaulty && !rules.Windows[(int)kind])
                window.Fault($"names {WindowKinds.Name(kind)}, which the board does not have");
            if (RankRewardsReader.Read(item, What(board, kind), LongestPeriod(kind, rules)) is { } reward)
                RankRewardsReader.Add(rewards[(int)kind], item, reward);
        }

        return rewards;
    }

    /// <summary>What the names of a window's rewards begin with.</summary>
    public static string What(string board, WindowKind window) => $"{board}.{WindowKinds.Name(window)}";

    /// <summary>The longest name that a period of a window may have, but for parts of it.</summary>
    public static string LongestPeriod(WindowKind window, BoardRules rules) => window switch
    {
        WindowKind.Daily => "2026-11-20",
        WindowKind.Weekly => "2026-W47",
        _ => rules.SeasonTexts is { Length: > 0 } seasons ? seasons.MaxBy(season => season.Id.Length)!.Id : "2026-Q4",
    };
}
