using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using LiveOps.Leaderboard.Policies;

namespace LiveOps.Leaderboard.Stores;

/// <summary>
/// What boards go by in metrics. Of the boards that the policy names the first <see cref="Most"/> by name go by it, all others together as <c>other</c>: neither
/// who sends nor who writes a policy can make more time series than that.
/// </summary>
internal sealed class BoardLabels
{
    /// <summary>How many boards go by their name.</summary>
    public const int Most = 100;

    /// <summary>What all others go by.</summary>
    public const string Other = "other";

    private static readonly ConditionalWeakTable<LeaderboardPolicy, BoardLabels> Known = new();

    private readonly FrozenSet<string> _names;

    private BoardLabels(LeaderboardPolicy rules) => _names = rules.Boards.Keys.Order(StringComparer.Ordinal).Take(Most).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Those of a policy.</summary>
    public static BoardLabels Of(LeaderboardPolicy rules) => Known.GetValue(rules, static rules => new BoardLabels(rules));

    /// <summary>What a board goes by.</summary>
    public string For(string board) => _names.Contains(board) ? board : Other;
}
