using LiveOps.Leaderboard.Policies;

namespace LiveOps.Leaderboard.Stores;

/// <summary>
/// What boards go by in metrics. Of the boards that there are the first <see cref="Most"/> go by their name: those that the policy names, and the others in the order they were made. All
/// further ones go together as <c>other</c>: neither who sends nor who writes a policy can make more time series than that. A board keeps what it goes by as long as the process runs,
/// whatever becomes of it or of the policy: a count that moved from one series to another would look like scores.
/// </summary>
internal sealed class BoardLabels
{
    /// <summary>How many boards go by their name.</summary>
    public const int Most = 100;

    /// <summary>What all others go by.</summary>
    public const string Other = "other";

    private readonly Lock _gate = new();
    private readonly HashSet<string> _names = new(Most, StringComparer.Ordinal);

    /// <summary>Gives boards that were not seen before a name, as long as there are names.</summary>
    /// <param name="rules">Says which go first.</param>
    /// <param name="boards">All that there are, in the order they were made; cheap where all are known.</param>
    public void See(LeaderboardPolicy rules, IEnumerable<string> boards)
    {
        lock (_gate)
        {
            if (_names.Count == Most)
                return;
            List<string> unseen = [.. boards.Where(board => !_names.Contains(board))];
            foreach (string board in unseen.Where(rules.Boards.ContainsKey).Order(StringComparer.Ordinal).Concat(unseen))
            {
                if (_names.Count == Most)
                    return;
                _names.Add(board);
            }
        }
    }

    /// <summary>What a board goes by.</summary>
    public string For(string board)
    {
        lock (_gate)
            return _names.Contains(board) ? board : Other;
    }
}
